import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { FILE_MAX_BYTES, isShownInline, type FileType } from '@colloque/domain'
import { mongo } from 'mongoose'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { SAMPLES } from '../../testing/sample-files.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let outsider: TestPerson
let caseId: string
let conversationId: string

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  outsider = await house.person('Out Sider', 'nurse')
  caseId = await house.openCase(doctor, [nurse])
  await doctor.done('conversation.open', { accountIds: [nurse.id] })
  await vi.waitFor(async () => {
    const { items } = (await doctor.get('/conversations')).body
    conversationId = items.find(({ kind }: { kind: string }) => kind === 'direct').stream.split(':')[1]
  }, 10_000)
})
afterAll(() => house.stop())

const EXTENSIONS: Partial<Record<FileType, string>> = { 'application/pdf': 'pdf', 'image/png': 'png' }
const place = (id = caseId) => `cases/${id}`

async function put(
  person: TestPerson,
  where: string,
  bytes: Buffer,
  { fileId = randomUUID(), name = 'Pièce jointe' }: { fileId?: string; name?: string } = {},
) {
  const response = await fetch(`${house.url}/api/v1/${where}/files/${fileId}`, {
    method: 'PUT',
    headers: {
      Authorization: `Bearer ${person.token}`,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    },
    body: new Uint8Array(bytes),
  })
  return { status: response.status, fileId, body: (await response.json()) as any } // eslint-disable-line @typescript-eslint/no-explicit-any -- tests read answers freely
}

const get = (person: TestPerson, where: string, fileId: string, headers: Record<string, string> = {}) =>
  fetch(`${house.url}/api/v1/${where}/files/${fileId}`, {
    headers: { Authorization: `Bearer ${person.token}`, ...headers },
  })

const collection = (name: string) => house.connection.collection(name)
const stored = async () => ({
  chunks: await collection('files.chunks').countDocuments(),
  files: await collection('files.files').countDocuments(),
  notes: await collection('uploads').countDocuments(),
  seq: (await doctor.get(`/cases/${caseId}`)).body.seq as number,
})

describe('a file', () => {
  it.each(Object.keys(SAMPLES) as FileType[])(
    'of type %s is taken and given back as it was',
    async (type) => {
      const name = `Compte rendu${EXTENSIONS[type] ? `.${EXTENSIONS[type]}` : ''}`
      const { status, fileId, body } = await put(nurse, place(), SAMPLES[type], { name })
      expect({ status, data: body.data }).toEqual({
        status: 200,
        data: {
          ...{ id: fileId, rev: 1, caseId, conversationId: null, name, contentType: type },
          size: SAMPLES[type].length,
          sha256: createHash('sha256').update(SAMPLES[type]).digest('hex'),
          ...{ addedBy: nurse.id, addedAt: expect.any(String) },
        },
      })
      const read = await get(doctor, place(), fileId)
      expect(Buffer.from(await read.arrayBuffer())).toEqual(SAMPLES[type])
      expect(read.headers.get('content-type')?.split(';')[0]).toBe(type)
      expect(read.headers.get('content-disposition')).toMatch(isShownInline(type) ? /^inline/ : /^attachment/)
      expect(read.headers.get('x-content-type-options')).toBe('nosniff')
      expect(read.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
      expect(read.headers.get('cache-control')).toMatch(/^no-store/)
    },
  )

  it('without a byte is refused', async () => {
    const { status, body } = await put(nurse, place(), Buffer.alloc(0))
    expect({ status, data: body.error.data }).toEqual({ status: 400, data: { field: 'file', why: 'empty' } })
  })

  it('of 25 MB is taken, and of one byte more is refused, announced or not', async () => {
    const largest = Buffer.alloc(FILE_MAX_BYTES, ' ')
    SAMPLES['application/pdf'].copy(largest)
    expect((await put(nurse, place(), largest)).status).toBe(200)
    const before = await stored()
    const larger = Buffer.concat([largest, Buffer.from(' ')])
    const refusal = { field: 'file', why: 'too_large', maximum: FILE_MAX_BYTES, size: larger.length }
    const announced = await put(nurse, place(), larger)
    expect({ status: announced.status, data: announced.body.error.data }).toEqual({
      status: 413,
      data: refusal,
    })
    const unannounced = await fetch(`${house.url}/api/v1/${place()}/files/${randomUUID()}?name=x`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${nurse.token}` },
      body: new Blob([new Uint8Array(larger)]).stream(),
      ...{ duplex: 'half' },
    })
    expect(unannounced.status).toBe(413)
    expect(await stored()).toEqual(before)
  })

  it('is saved under the name that the person gave it, whatever is in it', async () => {
    const name = 'Évaluation "Œdème"; l’été.pdf'
    const { fileId, body } = await put(nurse, place(), SAMPLES['application/pdf'], { name })
    expect(body.data.name).toBe(name)
    const disposition = (await get(nurse, place(), fileId)).headers.get('content-disposition') ?? ''
    const [, encoded] = /filename\*=UTF-8''([^;]+)/.exec(disposition) ?? []
    expect(decodeURIComponent(encoded ?? '')).toBe(name)
  })

  it('is read in parts', async () => {
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, n) => 97 + (n % 26)))
    const { fileId } = await put(nurse, place(), bytes)
    const part = await get(doctor, place(), fileId, { Range: 'bytes=261119-261122' })
    expect(part.status).toBe(206)
    expect(part.headers.get('content-range')).toBe('bytes 261119-261122/300000')
    expect(await part.text()).toBe(bytes.subarray(261_119, 261_123).toString())
    expect((await get(doctor, place(), fileId, { Range: 'bytes=300000-' })).status).toBe(416)
    const whole = await get(doctor, place(), fileId)
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(bytes)
    const etag = whole.headers.get('etag') ?? ''
    const held = { 'If-None-Match': etag, 'Cache-Control': 'max-age=0' }
    expect((await get(doctor, place(), fileId, held)).status).toBe(304)
  })

  it('sent again is the same; another one under its id is refused', async () => {
    const { fileId } = await put(nurse, place(), SAMPLES['image/png'])
    const before = await stored()
    expect((await put(nurse, place(), SAMPLES['image/png'], { fileId })).body.data.rev).toBe(1)
    expect((await put(doctor, place(), SAMPLES['image/png'], { fileId })).body.data.addedBy).toBe(nurse.id)
    for (const person of [nurse, doctor]) {
      const other = await put(person, place(), SAMPLES['image/gif'], { fileId })
      expect({ status: other.status, code: other.body.error.code }).toEqual({
        status: 409,
        code: 'command_id_reused',
      })
    }
    expect(await stored()).toEqual(before)
    expect(Buffer.from(await (await get(nurse, place(), fileId)).arrayBuffer())).toEqual(SAMPLES['image/png'])
  })

  it('sent several times at once is there once', async () => {
    const fileId = randomUUID()
    const before = await stored()
    const sent = await Promise.all(
      Array.from({ length: 8 }, () => put(nurse, place(), SAMPLES['application/rtf'], { fileId })),
    )
    expect(sent.map(({ status, body }) => [status, body.data.rev])).toEqual(sent.map(() => [200, 1]))
    expect(await stored()).toEqual({
      ...{ chunks: before.chunks + 1, files: before.files + 1, notes: before.notes, seq: before.seq + 1 },
    })
  })

  it('whose upload breaks off leaves nothing', async () => {
    const before = await stored()
    const upload = request(`${house.url}/api/v1/${place()}/files/${randomUUID()}?name=x`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${nurse.token}`, 'Content-Length': 4_000_000 },
    })
    upload.on('error', () => undefined)
    upload.write(Buffer.alloc(1_500_000, ' '))
    await vi.waitFor(async () => expect((await stored()).chunks).toBeGreaterThan(before.chunks), 10_000)
    upload.destroy()
    await vi.waitFor(async () => expect(await stored()).toEqual(before), { timeout: 5_000 })
  })

  it('of a closed case is refused', async () => {
    const closing = await house.openCase(doctor)
    await doctor.done('case.close', { caseId: closing, reason: 'Fini' } as never)
    const { status, body } = await put(doctor, place(closing), SAMPLES['image/png'])
    expect({ status, data: body.error?.data }).toEqual({ status: 409, data: { status: 'closed' } })
  })
})

describe('whoever may not', () => {
  it('neither sends nor reads a file, and cannot tell that it is there', async () => {
    const { fileId } = await put(nurse, place(), SAMPLES['image/png'])
    const direct = `conversations/${conversationId}`
    const spoken = await put(nurse, direct, SAMPLES['image/png'])
    for (const [where, id] of [
      [place(), fileId],
      [direct, spoken.fileId],
    ] as const) {
      expect((await put(outsider, where, SAMPLES['image/png'])).status).toBe(404)
      for (const one of [id, randomUUID()]) {
        const read = await get(outsider, where, one)
        expect({ status: read.status, body: await read.json() }).toEqual({
          status: 404,
          body: { ok: false, error: { code: 'not_found', data: {} } },
        })
      }
    }
    // Nor through a place that is theirs.
    const own = await house.openCase(outsider)
    expect((await get(outsider, place(own), fileId)).status).toBe(404)
    expect((await put(outsider, place(own), SAMPLES['image/gif'], { fileId })).status).toBe(409)
  })

  it('loses a download under way when they leave the circle', async () => {
    const leaving = await house.person('Zoe Leaving', 'nurse')
    const own = await house.openCase(doctor, [leaving])
    const large = Buffer.alloc(20 * 1024 * 1024, 'a')
    const { fileId } = await put(doctor, place(own), large)
    const slow = request(`${house.url}/api/v1/${place(own)}/files/${fileId}`, {
      headers: { Authorization: `Bearer ${leaving.token}` },
    })
    slow.end()
    const [response] = (await once(slow, 'response')) as [import('node:http').IncomingMessage]
    response.pause()
    response.on('error', () => undefined)
    const cut = new Promise((closed) => response.on('close', closed))
    await doctor.done('circle.remove', { caseId: own, accountId: leaving.id, reason: 'Essai' })
    let received = 0
    response.on('data', (part: Buffer) => (received += part.length))
    response.resume()
    await cut
    expect(received).toBeLessThan(large.length)
    expect((await get(leaving, place(own), fileId)).status).toBe(404)
    expect((await put(leaving, place(own), SAMPLES['image/png'])).status).toBe(404)
  })
})

describe('a conversation outside a case', () => {
  it('has files of its own', async () => {
    const where = `conversations/${conversationId}`
    const { status, fileId, body } = await put(doctor, where, SAMPLES['application/pdf'])
    expect({ status, data: body.data }).toMatchObject({ status: 200, data: { caseId: null, conversationId } })
    expect(Buffer.from(await (await get(nurse, where, fileId)).arrayBuffer())).toEqual(
      SAMPLES['application/pdf'],
    )
    await doctor.done('message.post', { conversationId, text: 'Le compte rendu', fileIds: [fileId] })
  })
})

describe('limits', () => {
  it('stop an account after a hundred files in ten minutes, and nobody else', async () => {
    const eager = await house.person('Eve Eager', 'nurse')
    const own = await house.openCase(eager, [nurse])
    const statuses: number[] = []
    for (let n = 0; n < 101; n++) {
      statuses.push((await put(eager, place(own), Buffer.from(`Fichier ${n}`))).status)
    }
    expect(statuses).toEqual([...Array.from({ length: 100 }, () => 200), 429])
    expect((await put(nurse, place(own), SAMPLES['image/png'])).status).toBe(200)
  })
})

describe('what never came into the log', () => {
  it('is swept after a day, and what did stays', async () => {
    const kept = await put(nurse, place(), Buffer.from('Gardé'))
    const files = collection('files.files')
    const chunks = collection('files.chunks')
    const held = await files.findOne({ filename: new RegExp(`^${caseId}/${kept.fileId}/`) })
    // As a node leaves it that dies before the file is in the log, after, and in the middle of the bytes.
    const before = await stored()
    const DAY_AGO = new Date(Date.now() - 25 * 3_600_000)
    const stream = `case:${caseId}`
    const newId = () => ({ _id: new mongo.ObjectId() as never })
    const [orphan, broken, young] = [newId(), newId(), newId()]
    await files.insertOne({ ...held, ...orphan, filename: `${caseId}/${randomUUID()}/${'0'.repeat(64)}` })
    await chunks.insertMany([
      { files_id: orphan._id, n: 0, data: Buffer.from('a') },
      { files_id: broken._id, n: 0, data: Buffer.from('a') },
    ] as never[])
    const notes = collection('uploads')
    await notes.insertMany([
      { ...orphan, stream, fileId: randomUUID(), at: DAY_AGO },
      { ...broken, stream, fileId: randomUUID(), at: DAY_AGO },
      { _id: held?._id, stream, fileId: kept.fileId, at: DAY_AGO },
      { ...young, stream, fileId: randomUUID(), at: new Date() },
    ] as never[])
    await house.application.jobs.runNow('files.sweep')
    expect(await stored()).toEqual({ ...before, notes: before.notes + 1 })
    await notes.deleteOne(young)
    expect(await (await get(nurse, place(), kept.fileId)).text()).toBe('Gardé')
  })
})
