/** Files that would run, unfold or overwrite where somebody opens them. */
import { randomUUID } from 'node:crypto'
import { FILE_TYPES, isShownInline, type FileType } from '@colloque/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { REFUSED, SAMPLES } from '../sample-files.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../test-house.ts'

let house: TestHouse
let nurse: TestPerson
let caseId: string

beforeAll(async () => {
  house = await startTestHouse()
  nurse = await house.person('Ada Nurse', 'nurse')
  caseId = await house.openCase(nurse)
})
afterAll(() => house.stop())

const addressOf = (fileId: string) => `${house.url}/api/v1/cases/${caseId}/files/${fileId}`
const own = () => ({ Authorization: `Bearer ${nurse.token}` })

async function put(bytes: Buffer, headers: Record<string, string> = {}) {
  const fileId = randomUUID()
  const response = await fetch(addressOf(fileId), {
    method: 'PUT',
    headers: { ...own(), 'Content-Disposition': 'attachment; filename="x"', ...headers },
    body: new Uint8Array(bytes),
  })
  return { status: response.status, fileId, body: (await response.json()) as { error?: { data: object } } }
}
const named = (name: string) => ({
  'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
})

const left = async () => ({
  chunks: await house.connection.collection('files.chunks').countDocuments(),
  notes: await house.connection.collection('uploads').countDocuments(),
  seq: (await house.application.changes.fold(`case:${caseId}`)).seq,
})

describe('abuse 13: files that are more than they say', () => {
  it.each(Object.keys(REFUSED))('%s is refused, and nothing is left of it', async (what) => {
    const before = await left()
    const { status, body } = await put(REFUSED[what] as Buffer)
    expect({ status, data: body.error?.data }).toEqual({ status: 400, data: { field: 'file', why: 'type' } })
    expect(await left()).toEqual(before)
  })

  it.each(['text/html', 'image/svg+xml', 'application/javascript', 'image/png'])(
    'a page is refused though the browser calls it %s',
    async (type) => {
      const page = Buffer.from('<!doctype html><script>alert(1)</script>')
      expect((await put(page, { 'Content-Type': type })).status).toBe(400)
    },
  )

  it('a picture that calls itself a document is refused', async () => {
    const { status, body } = await put(SAMPLES['image/png'], named('ordonnance.pdf'))
    expect({ status, data: body.error?.data }).toMatchObject({ status: 400, data: { why: 'type' } })
  })

  it.each(['../../etc/passwd', 'a\\b.pdf', 'a\u0000b', 'fdp\u202egnp.exe', 'x'.repeat(201), ' '])(
    'the name %j is refused',
    async (name) => {
      const before = await left()
      expect(await put(SAMPLES['image/png'], named(name))).toMatchObject({
        status: 400,
        body: { error: { code: 'invalid' } },
      })
      expect(await left()).toEqual(before)
    },
  )

  it.each(Object.keys(FILE_TYPES) as FileType[])(
    '%s is given back as that alone, without leave to run or to be taken for another',
    async (type) => {
      const { fileId } = await put(SAMPLES[type])
      const read = await fetch(addressOf(fileId), { headers: own() })
      expect(read.headers.get('content-type')?.split(';')[0]).toBe(type)
      expect(read.headers.get('x-content-type-options')).toBe('nosniff')
      expect(read.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
      const disposition = isShownInline(type) ? /^inline/ : /^attachment/
      expect(read.headers.get('content-disposition')).toMatch(disposition)
      await read.body?.cancel()
    },
  )
})
