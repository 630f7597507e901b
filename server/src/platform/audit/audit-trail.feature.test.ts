import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AUDIT_WINDOW_MS } from '@colloque/domain'
import { startEmbeddedMongo, type EmbeddedMongo } from '@colloque/embedded-mongo'
import mongoose, { type Connection } from 'mongoose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { CACHE } from '../change-log/testing/cache-folder.ts'
import { createAuditTrail, type AuditTrail } from './audit-trail.ts'
import { AUDIT_COLLECTION } from './audit-store.ts'
import { recordHash, type AuditEntry, type AuditRecord } from './record.ts'

let folder: string
let engine: EmbeddedMongo
const connections: Connection[] = []
/** Two servers on one database. */
let nodes: [AuditTrail, AuditTrail]
let now = Date.parse('2026-03-09T10:00:00Z')
const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'colloque-audit-'))
  engine = await startEmbeddedMongo({ folder, cacheFolder: CACHE })
  const node = async () => {
    const connection = await mongoose.createConnection(engine.uri, { retryWrites: false }).asPromise()
    connections.push(connection)
    const trail = createAuditTrail({
      db: connection.db as never,
      clock: () => new Date(now),
      logger: silent,
    })
    await trail.start()
    return trail
  }
  nodes = [await node(), await node()]
})
afterAll(async () => {
  for (const connection of connections) await connection.close()
  await engine.stop()
  await rm(folder, { recursive: true })
})

const entry = (trail: AuditEntry['trail'], over: Partial<AuditEntry> = {}): AuditEntry => ({
  ...{ trail, kind: 'session.opened', accountId: randomUUID(), sessionId: randomUUID() },
  ...over,
})
const stored = (trail: string): Promise<AuditRecord[]> =>
  connections[0]!
    .db!.collection<AuditRecord>(AUDIT_COLLECTION)
    .find({ trail } as never)
    .sort({ seq: 1 })
    .toArray()

function expectChain(records: readonly AuditRecord[]): void {
  let previous = ''
  for (const [i, record] of records.entries()) {
    expect(record.seq).toBe(i + 1)
    expect(record.hash).toBe(recordHash(previous, record))
    previous = record.hash
  }
}

it('two nodes that record in the same trails at once make one chain of each', async () => {
  const trails = [`case:${randomUUID()}`, `account:${randomUUID()}`, 'house'] as const
  const entries = Array.from({ length: 300 }, (_, i) => entry(trails[i % 3]!))
  await Promise.all(entries.map((one, i) => nodes[i % 2]!.record(one)))
  for (const [i, trail] of trails.entries()) {
    const records = await stored(trail)
    expectChain(records)
    const asked = entries.filter((_, n) => n % 3 === i).map(({ accountId }) => accountId)
    expect(records.map(({ accountId }) => accountId).sort()).toEqual(asked.sort())
  }
})

it('what one does again within a quarter of an hour is recorded once, by whichever node', async () => {
  const read = entry(`case:${randomUUID()}`, { kind: 'case.read', oncePerQuarter: true })
  await Promise.all(Array.from({ length: 40 }, (_, i) => nodes[i % 2]!.record(read)))
  expect(await stored(read.trail)).toHaveLength(1)
  await nodes[0].record({ ...read, detail: { breakGlass: randomUUID() } })
  await nodes[0].record({ ...read, accountId: randomUUID() })
  now += AUDIT_WINDOW_MS
  await Promise.all(nodes.map((node) => node.record(read)))
  const records = await stored(read.trail)
  expect(records).toHaveLength(4)
  expectChain(records)
})

it.each([
  ['a word', 'Mme Dupont'],
  ['an address', 'paule@essais.example'],
  ['a text without end', 'x'.repeat(201)],
])('%s has no place in a trail', async (_what, value) => {
  const trail = `case:${randomUUID()}` as const
  await expect(nodes[0].record(entry(trail, { detail: { value } }))).rejects.toThrow(TypeError)
  expect(await stored(trail)).toEqual([])
})

it('what was told to be recorded outlives a kill of the database, once each, in one chain', async () => {
  const trail = `case:${randomUUID()}` as const
  const kept: string[] = []
  const killed = new Promise<void>((done) =>
    setTimeout(() => {
      process.kill(engine.pid() as number, 'SIGKILL')
      done()
    }, 150),
  )
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    for (let i = 0; i < 60; i += 1) {
      const one = entry(trail)
      const told = await nodes[writer % 2]!.record(one).then(
        () => true,
        () => false,
      )
      if (told) kept.push(one.accountId as string)
    }
  })
  await Promise.all([killed, ...writers])
  const records = await stored(trail)
  expectChain(records)
  const accounts = records.map(({ accountId }) => accountId)
  expect(new Set(accounts).size).toBe(accounts.length)
  expect(kept.filter((id) => !accounts.includes(id))).toEqual([])
  expect(kept.length).toBeGreaterThan(100)
})
