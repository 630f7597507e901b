import { randomUUID } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import { caseBoardDocName, casePlanDocName, readBoard } from '@colloque/board'
import { startServer, type RunningServer } from '@colloque/testing'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { openTestData, person, run, type TestData } from './testing/run.ts'

// A command on a busy machine takes seconds, and there are many here.
vi.setConfig({ testTimeout: 400_000, hookTimeout: 240_000 })

const PASSWORD = 'un mot de passe pour essayer'
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const CASE_LISTS = ['', '/messages', '/tasks', '/flags', '/medications', '/measurements', '/alerts']
const data: TestData[] = []

async function open(): Promise<TestData> {
  const opened = await openTestData()
  data.push(opened)
  return opened
}
afterAll(async () => {
  for (const one of data) await one.remove()
})

/** What one demo account gets from a server. */
async function signIn({ url }: RunningServer, email: string) {
  const post = { method: 'POST', headers: { 'Content-Type': 'application/json' } }
  const body = JSON.stringify({ email, password: 'colloque-sous-les-tilleuls' })
  const answer = await fetch(`${url}/api/v1/session`, { ...post, body })
  const { accessToken } = (await answer.json()) as { accessToken: string }
  const headers = { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' }
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const response = await fetch(`${url}/api/v1${path}`, { headers, ...init })
    expect(response.status, path).toBe(200)
    return response
  }
  /** A document as it stands, which makes it where there is none. */
  const open = async (name: string): Promise<Y.Doc> => {
    const doc = new Y.Doc()
    const protocols = ['y.v1', `t.${accessToken}`]
    const provider = new WebsocketProvider(`${url.replace('http', 'ws')}/yjs`, name, doc, {
      disableBc: true,
      protocols,
    })
    // Our own messages, which a client may ignore.
    for (const type of [100, 101, 102, 103]) provider.messageHandlers[type] = () => undefined
    await vi.waitFor(() => expect(provider.synced).toBe(true), { timeout: 30_000 })
    provider.destroy()
    return doc
  }
  return {
    get: async (path: string) => (await ask(path)).json() as Promise<any>, // eslint-disable-line @typescript-eslint/no-explicit-any -- compared as they are
    bytes: async (path: string) => Buffer.from(await (await ask(path)).arrayBuffer()),
    send: async (command: string, input: object) => {
      const init = { method: 'POST', body: JSON.stringify({ commandId: randomUUID(), ...input }) }
      return ((await (await ask(`/commands/${command}`, init)).json()) as { data: { id: string } }).data
    },
    prove: () =>
      ask('/session/proof', {
        method: 'POST',
        body: JSON.stringify({ password: 'colloque-sous-les-tilleuls' }),
      }),
    upload: (path: string) => ask(path, { method: 'PUT', body: PICTURE }),
    open,
    board: async (caseId: string) => readBoard(await open(caseBoardDocName(caseId))),
  }
}

/** The plan of a case as it is when it is opened, signed. */
async function signAPlan(doctor: Awaited<ReturnType<typeof signIn>>, caseId: string): Promise<string> {
  await doctor.open(casePlanDocName(caseId))
  const on = new Date().toISOString().slice(0, 10)
  await doctor.send('plan.recordConsent', { caseId, given: true, how: 'oral', on })
  await doctor.prove()
  const { docSeq, textHash } = await doctor.get(`/cases/${caseId}/plan`)
  return (await doctor.send('plan.sign', { caseId, docSeq, textHash, acceptedFlags: [] })).id
}

const headsOf = async ({
  db,
}: Pick<TestData, 'db'>): Promise<Map<string, { head: number; held: number }>> => {
  const group = { _id: '$stream', head: { $max: '$seq' }, held: { $sum: 1 } }
  const groups = await db
    .collection('changes')
    .aggregate([{ $group: group }])
    .toArray()
  return new Map(groups.map(({ _id, head, held }) => [_id, { head, held }]))
}

test('an export made while people write becomes a house that answers the same', async () => {
  const [from, to] = [await open(), await open()]
  const file = from.file('house.gz')
  const source = await startServer({ dataFolder: from.dataFolder })
  const target: { server?: RunningServer } = {}
  try {
    const { accounts } = (await (await fetch(`${source.url}/api/v1/demo`)).json()) as {
      accounts: { email: string; profession: string }[]
    }
    const { email } = accounts.find(({ profession }) => profession === 'physician')!
    const before = await signIn(source, email)
    const quiet = ((await before.get('/cases')).items as { id: string }[]).map(({ id }) => id)
    const fileId = randomUUID()
    await before.upload(`/cases/${quiet[0]}/files/${fileId}?name=plaie.png`)
    const { id: caseId } = await before.send('case.create', {
      patient: { birthName: 'Essai', firstNames: 'Paule', birthDate: '1941-03-09', sex: 'female' },
      reason: 'Essai',
      informed: { how: 'oral' },
      circle: [],
      confirmedDistinct: true,
    })
    const versionId = await signAPlan(before, caseId)
    const known = await headsOf(from)
    let writing = true
    const writers = Array.from({ length: 3 }, async () => {
      while (writing) await before.send('message.post', { caseId, text: 'Pendant la sauvegarde' })
    })
    const exported = await run('export', ['--to', file], from)
    writing = false
    await Promise.all(writers)
    // Every collection is either exported or known to be left out.
    expect(exported).toMatchObject({ code: 0, errors: '' })
    expect((await stat(file)).mode & 0o777).toBe(0o600)

    expect(await run('import', ['--from', file], to)).toMatchObject({ code: 0 })
    const imported = await headsOf(to)
    const current = await headsOf(from)
    expect([...imported.keys()].sort()).toEqual([...current.keys()].sort())
    for (const [stream, { head, held }] of imported) {
      expect(held, stream).toBe(head)
      expect(head, stream).toBeGreaterThanOrEqual(known.get(stream)?.head ?? 1)
      expect(head, stream).toBeLessThanOrEqual(current.get(stream)?.head ?? 0)
    }
    expect(await run('audit-verify', [], to)).toMatchObject({ code: 0 })
    expect(await to.db.collection('sessions').countDocuments()).toBe(0)

    target.server = await startServer({ dataFolder: to.dataFolder, demo: false })
    const after = await signIn(target.server, email)
    const paths = quiet.flatMap((id) => [
      ...CASE_LISTS.map((list) => `/cases/${id}${list}`),
      `/streams/case:${id}/snapshot`,
      `/streams/case:${id}/changes?since=0`,
    ])
    for (const path of ['/me', '/me/tasks', '/me/read-marks', ...paths])
      expect(await after.get(path), path).toEqual(await before.get(path))
    for (const id of quiet) expect(await after.board(id)).toEqual(await before.board(id))
    expect(await after.bytes(`/cases/${quiet[0]}/files/${fileId}`)).toEqual(PICTURE)

    const version = `/cases/${caseId}/plan/versions/${versionId}`
    expect(await after.get(version)).toEqual(await before.get(version))
    expect(await after.get(`${version}/verification`)).toMatchObject({ verified: true })

    // And it is a house to go on with, where it has left off.
    await after.send('message.post', { caseId, text: 'Après la restauration' })
    await after.upload(`/cases/${quiet[0]}/files/${randomUUID()}?name=autre.png`)
    const indexes = async ({ db }: TestData) =>
      Promise.all(
        ['changes', 'accounts', 'board_batches', 'audit', 'files.files', 'files.chunks', 'messages'].map(
          async (name) => [
            name,
            (await db.collection(name).indexes()).map(({ key, unique }) => ({ key, unique })),
          ],
        ),
      )
    expect(await indexes(to)).toEqual(await indexes(from))
    const lagging = async () => {
      const heads = await headsOf(to)
      const progress = await to.db.collection('projected').find().toArray()
      return progress.filter(({ _id, reactors }) => {
        const reacted = Object.values((reactors ?? {}) as Record<string, number>)
        return reacted.length < 2 || Math.min(...reacted) < (heads.get(String(_id))?.head ?? 0)
      })
    }
    // Effects that were under way in the export are carried on with.
    await vi.waitFor(async () => expect(await lagging()).toEqual([]), { timeout: 60_000, interval: 500 })
  } finally {
    await target.server?.stop()
    await source.stop()
  }
})

describe('of a small house', () => {
  let from: TestData
  let to: TestData
  let file: string

  beforeAll(async () => {
    from = await open()
    to = await open()
    file = from.file('small.gz')
    expect(await run('export', ['--to', file], from)).toMatchObject({ code: 1 })
    expect(await run('administrator', person(), { ...from, input: PASSWORD })).toMatchObject({ code: 0 })
    expect(await run('export', ['--to', file], from)).toMatchObject({ code: 0 })
  })
  afterEach(async () => {
    for (const { name } of await to.db.listCollections({}, { nameOnly: true }).toArray())
      await to.db.dropCollection(name)
  })

  const recordsOf = async ({ db }: TestData) => {
    const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)
    const counts = await Promise.all(names.map((name) => db.collection(name).countDocuments()))
    return counts.reduce((sum, count) => sum + count, 0)
  }
  const importing = (path: string) => run('import', ['--from', path], to)

  test('a file that is cut short, altered, or something else is refused, and nothing is written', async () => {
    const whole = await readFile(file)
    const text = gunzipSync(whole).toString()
    const damaged = {
      'cut.gz': whole.subarray(0, whole.length / 2),
      'flipped.gz': Buffer.from(whole.map((byte, at) => (at === whole.length >> 1 ? byte ^ 1 : byte))),
      'altered.gz': gzipSync(text.replace('Anne Berger', 'Anne Bergez')),
      'shortened.gz': gzipSync(text.replace(/\n[^\n]*\n$/, '\n')),
      'lengthened.gz': gzipSync(`${text}{"in":"accounts","doc":{}}\n`),
      'no-line-end.gz': gzipSync(text.trimEnd()),
      'plain.txt': Buffer.from('bonjour'),
    }
    for (const [name, content] of Object.entries(damaged)) {
      await writeFile(from.file(name), content)
      const { code, errors } = await importing(from.file(name))
      expect({ name, code }).toEqual({ name, code: 1 })
      expect(errors, name).toContain('was cut short or altered')
    }
    await writeFile(from.file('newer.gz'), gzipSync(text.replace('"version":1', '"version":2')))
    expect((await importing(from.file('newer.gz'))).errors).toContain('a newer release')
    expect((await importing(from.file('nowhere.gz'))).errors).toContain('cannot be opened (ENOENT)')
    expect(await recordsOf(to)).toBe(0)
  })

  test('a file that is there is not overwritten, a database that is not empty is not imported into', async () => {
    const [bytes, records] = [await readFile(file), await recordsOf(from)]
    expect(await run('export', ['--to', file], from)).toMatchObject({ code: 1 })
    expect(await readFile(file)).toEqual(bytes)
    const { code, errors } = await run('import', ['--from', file], from)
    expect({ code, errors }).toMatchObject({
      code: 1,
      errors: expect.stringContaining('is not empty') as string,
    })
    expect(await recordsOf(from)).toBe(records)

    const server = await startServer({ dataFolder: to.dataFolder, demo: false })
    try {
      expect((await importing(file)).errors).toContain('A server runs on this database')
    } finally {
      await server.stop()
    }
  })

  test('an import that was killed keeps servers out, and can be begun anew', async () => {
    const killed = await run('import', ['--from', file], {
      ...to,
      onStart: (child) => {
        child.stderr?.on('data', (text: Buffer) => {
          if (text.toString().includes('projecting')) child.kill('SIGKILL')
        })
      },
    })
    expect(killed.code).toBeNull()
    const refusal = 'holds an import that is not finished'
    await expect(startServer({ dataFolder: to.dataFolder, demo: false })).rejects.toThrow(refusal)
    expect((await run('account', person(), { ...to, input: PASSWORD })).errors).toContain(refusal)
    expect(await importing(file)).toMatchObject({ code: 0 })
    expect(await run('audit-verify', [], to)).toMatchObject({ code: 0 })
  })

  test('an import that does not verify, or is interrupted, leaves an empty database', async () => {
    const interrupted = await run('import', ['--from', file], {
      ...to,
      onStart: (child) => {
        child.stderr?.on('data', (text: Buffer) => {
          if (text.toString().includes('projecting')) child.kill('SIGTERM')
        })
      },
    })
    expect(interrupted).toMatchObject({ code: 130, output: '' })
    expect(await recordsOf(to)).toBe(0)

    const changes = from.db.collection('changes')
    await changes.updateOne({ seq: 2 }, { $set: { by: 'somebody-else' } })
    const broken = from.file('broken.gz')
    expect(await run('export', ['--to', broken], from)).toMatchObject({ code: 0 })
    const { code, errors } = await importing(broken)
    expect(code).toBe(1)
    expect(errors).toContain('does not verify from change 2 on (hash)')
    expect(await recordsOf(to)).toBe(0)
  })
})
