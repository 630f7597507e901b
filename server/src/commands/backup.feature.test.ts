/** The scripts of an operator: a backup taken while people write, restored somewhere else, holds what stood when it began. */
import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { addCard, caseBoardDocName } from '@colloque/board'
import { createBoardConnection, createColloqueClient } from '@colloque/sdk'
import { startServer } from '@colloque/testing'
import { afterAll, expect, test, vi } from 'vitest'
import { openTestData, person, run, type TestData } from './testing/run.ts'

vi.setConfig({ testTimeout: 400_000, hookTimeout: 240_000 })

const INFRA = resolve(import.meta.dirname, '../../../infra')
const data: TestData[] = []
afterAll(async () => {
  for (const one of data) await one.remove()
})
async function open(): Promise<TestData> {
  const opened = await openTestData()
  data.push(opened)
  return opened
}

async function script(name: 'backup' | 'restore', argument: string, of: TestData, more = {}) {
  const child = spawn('sh', [join(INFRA, `${name}.sh`), argument], {
    env: {
      PATH: process.env['PATH'],
      COLLOQUE_DATA: of.dataFolder,
      COLLOQUE_CACHE: resolve(INFRA, '../.cache'),
      ...more,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit') as Promise<[number | null]>
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, output, errors }
}

/** Of every stream: the hash of each change, by its seq. */
async function hashesIn({ db }: TestData): Promise<Map<string, string[]>> {
  const changes = await db.collection('changes').find().sort({ stream: 1, seq: 1 }).toArray()
  const hashes = new Map<string, string[]>()
  for (const { stream, seq, hash } of changes) {
    const held = hashes.get(stream as string) ?? []
    held[(seq as number) - 1] = String(hash)
    hashes.set(stream as string, held)
  }
  return hashes
}

/** Of every document: each batch, as one hash. */
async function batchesIn({ db }: TestData): Promise<Map<string, string[]>> {
  const batches = await db.collection('board_batches').find().sort({ doc: 1, seq: 1 }).toArray()
  const hashes = new Map<string, string[]>()
  for (const { doc, updates } of batches) {
    const hash = createHash('sha256').update(JSON.stringify(updates)).digest('hex')
    hashes.set(doc as string, [...(hashes.get(doc as string) ?? []), hash])
  }
  return hashes
}

const count = (held: ReadonlyMap<string, readonly string[]>) =>
  [...held.values()].reduce((sum, { length }) => sum + length, 0)

test('a backup taken under load is restored with equal hashes, and verifies', async () => {
  const [from, to] = [await open(), await open()]
  const folder = from.file('backups')
  await mkdir(folder, { recursive: true })
  const server = await startServer({ dataFolder: from.dataFolder })
  const client = createColloqueClient({ baseUrl: server.url, cookies: 'own' })
  const ending: (() => unknown)[] = [() => server.stop(), () => client.close()]
  try {
    const { accounts } = (await client.api.demo())!
    const { email, password } = accounts.find(({ profession }) => profession === 'physician')!
    await client.signIn(email, password)
    const { items } = await client.api.query('cases', {})
    const caseId = items[0]!.id
    const board = createBoardConnection({
      url: `${server.url.replace('http', 'ws')}/yjs`,
      document: caseBoardDocName(caseId),
      accountId: client.account!.id,
      getToken: () => client.token(),
    })
    ending.push(() => board.destroy())
    await vi.waitFor(() => expect(board.state.connection).toBe('online'), { timeout: 30_000 })

    let writing = true
    let posted = 0
    const writers = Array.from({ length: 3 }, async () => {
      while (writing) {
        const input = { commandId: randomUUID(), caseId, text: 'Pendant la sauvegarde' }
        await client.api.command('message.post', input)
        posted += 1
        // Three hands, below what one account may do.
        await wait(50)
        const card = { id: randomUUID(), column: 'needs', title: `Carte ${posted}` }
        addCard(board.doc, { ...card, by: client.account!.id, at: new Date() })
      }
    })
    const [before, batchesBefore] = [await hashesIn(from), await batchesIn(from)]
    const postedBefore = posted
    const taken = await script('backup', folder, from)
    expect(posted - postedBefore).toBeGreaterThan(10)
    writing = false
    await Promise.all(writers)
    expect(taken).toMatchObject({ code: 0 })
    const file = join(
      folder,
      (await readdir(folder)).find((name) => name.endsWith('.gz'))!,
    )
    expect(taken.output).toContain(`Backup: ${file}`)

    const restored = await script('restore', file, to)
    expect(restored).toMatchObject({ code: 0 })
    expect(restored.output).toContain('Restored from')

    for (const [hashesOf, known] of [
      [hashesIn, before],
      [batchesIn, batchesBefore],
    ] as const) {
      const [source, copy] = [await hashesOf(from), await hashesOf(to)]
      expect(count(copy)).toBeGreaterThanOrEqual(count(known))
      for (const [name, held] of copy) expect(held, name).toEqual(source.get(name)?.slice(0, held.length))
      for (const [name, held] of known)
        expect(copy.get(name)?.length, name).toBeGreaterThanOrEqual(held.length)
    }
  } finally {
    for (const end of ending.reverse()) await end()
  }

  // What was altered since is refused before anything is written.
  const file = join(
    folder,
    (await readdir(folder)).find((name) => name.endsWith('.gz'))!,
  )
  const third = await open()
  await writeFile(file, Buffer.concat([await readFile(file), Buffer.from('x')]))
  const refused = await script('restore', file, third)
  expect(refused.code).not.toBe(0)
  expect(refused.errors + refused.output).toContain(basename(file))
  expect(await third.db.listCollections().toArray()).toEqual([])
})

test('the last so many are kept, and a backup that fails takes none of them', async () => {
  const of = await open()
  const folder = of.file('kept')
  await mkdir(folder, { recursive: true })
  for (const day of [1, 2, 3])
    for (const end of ['', '.heads', '.sha256'])
      await writeFile(join(folder, `colloque-2026-01-0${day}T000000Z.gz${end}`), '')
  // There is nothing to export yet.
  expect((await script('backup', folder, of, { COLLOQUE_BACKUPS: '2' })).code).toBe(1)
  expect(await readdir(folder)).toHaveLength(9)

  const administrator = { ...of, input: 'un mot de passe pour essayer' }
  expect(await run('administrator', person(), administrator)).toMatchObject({ code: 0 })
  expect(await script('backup', folder, of, { COLLOQUE_BACKUPS: '2' })).toMatchObject({ code: 0 })
  const left = (await readdir(folder)).sort()
  expect(left).toHaveLength(6)
  expect(left.slice(0, 3)).toEqual(
    ['', '.heads', '.sha256'].map((end) => `colloque-2026-01-03T000000Z.gz${end}`),
  )
})
