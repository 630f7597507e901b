import { randomInt, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DomainError, type Change, type StreamName } from '@colloque/domain'
import { startEmbeddedMongo, type EmbeddedMongo } from '@colloque/embedded-mongo'
import mongoose, { type Connection } from 'mongoose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createChangeLog, verifyStoredChain, type ChangeLog, type CommandToAppend } from './index.ts'
import type { StoredChange } from './ports.ts'
import { CACHE } from './testing/cache-folder.ts'
import {
  buildCommand,
  claimNote,
  eraseNote,
  makeNote,
  newStream,
  silent,
} from './testing/change-log-on-memory.ts'
import { sleep } from './timings.ts'

const notes = {
  name: 'notes',
  types: ['note'],
  toDocument: ({ after }: { after: unknown }) => ({ ...(after as object) }),
  indexes: [{ key: { claimedBy: 1 as const } }],
}

describe('the change log on the real engine', () => {
  let folder: string
  let engine: EmbeddedMongo
  let nodes: { log: ChangeLog; connection: Connection }[] = []
  let database: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'colloque-log-'))
    engine = await startEmbeddedMongo({ folder, cacheFolder: CACHE })
  })
  afterAll(async () => {
    await engine.stop()
    await rm(folder, { recursive: true })
  })
  beforeEach(() => {
    database = `log-${randomUUID().slice(0, 8)}`
  })
  afterEach(async () => {
    for (const { log, connection } of nodes) {
      await log.stop()
      await connection.close()
    }
    nodes = []
  })

  /** A node of its own, on a connection of its own. */
  async function startNode(name: string = randomUUID()): Promise<ChangeLog> {
    const connection = await mongoose.createConnection(engine.uri, { dbName: database }).asPromise()
    const settings = {
      node: name,
      clock: () => new Date(),
      projections: [notes],
      reactors: [],
      logger: silent,
    }
    const log = createChangeLog({ db: dbOf(connection), ...settings, timings: { pollMs: 100 } })
    nodes.push({ log, connection })
    await log.start()
    return log
  }

  const db = () => dbOf((nodes[0] as (typeof nodes)[number]).connection)
  const stored = (stream: StreamName) =>
    db().collection<StoredChange>('changes').find({ stream }).sort({ seq: 1 }).toArray()

  it('decides, records, projects, erases and rebuilds', async () => {
    const log = await startNode()
    const stream = newStream()
    const command = buildCommand({ stream, decide: makeNote('secret') })
    const { entity } = await log.execute(command)
    await log.execute(buildCommand({ stream, decide: claimNote(entity.id, 'ada') }))
    expect(await log.catchUp(stream)).toBe(2)
    const projected = {
      _id: entity.id as never,
      text: 'secret',
      claimedBy: 'ada',
      stream,
      rev: 2,
      seq: 2,
      createdSeq: 1,
    }
    expect(await db().collection('notes').findOne({ stream })).toEqual(projected)
    await db().collection('notes').deleteMany({})
    await log.rebuild('notes')
    expect(await db().collection('notes').findOne({ claimedBy: 'ada' })).toEqual(projected)

    await log.execute(buildCommand({ stream, decide: eraseNote(entity.id) }))
    await log.catchUp(stream)
    expect(await db().collection('notes').countDocuments({ stream })).toBe(0)
    expect(JSON.stringify(await stored(stream))).not.toContain('secret')
    expect(await verifyStoredChain(db(), stream)).toMatchObject({ ok: true, seq: 3 })
    expect(await log.execute(command)).toMatchObject({ replayed: true, seq: 1 })
  })

  it('gives one winner to two nodes, and each hears all of both in order', async () => {
    const [one, two] = [await startNode(), await startNode()]
    const stream = newStream()
    const heard: Change[][] = [[], []]
    for (const [i, log] of [one, two].entries()) {
      await log.fold(stream)
      log.onChange((change) => heard[i]?.push(change))
    }
    const made = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        (i % 2 ? one : two).execute(buildCommand({ stream, by: `author ${i % 5}` })),
      ),
    )
    const claims = made.flatMap(({ entity }) =>
      [one, two].map((log, i) =>
        log.execute(buildCommand({ stream, by: `${i}`, decide: claimNote(entity.id, `${i}`) })),
      ),
    )
    const results = await Promise.allSettled(claims)
    const refusals = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason as DomainError] : [],
    )
    expect(refusals.map(({ code }) => code)).toEqual(Array(60).fill('already_claimed'))
    const seqs = Array.from({ length: 120 }, (_, i) => i + 1)
    expect((await stored(stream)).map(({ seq }) => seq)).toEqual(seqs)
    await vi.waitFor(
      () => expect(heard.map((changes) => changes.map(({ seq }) => seq))).toEqual([seqs, seqs]),
      5000,
    )
    expect(await verifyStoredChain(db(), stream)).toMatchObject({ ok: true, seq: 120 })
  })

  it('loses nothing and repeats nothing when the engine is killed under load', async () => {
    const logs = [await startNode('one'), await startNode('two')]
    const streams = [newStream(), newStream(), newStream()]
    const acknowledged = new Map<CommandToAppend, number>()
    const outcomes: string[] = []
    let stopped = false

    /** A client: sends, and sends the same again until it has an answer that says what became of it. */
    async function client(): Promise<void> {
      while (!stopped) {
        const stream = streams[randomInt(streams.length)] as StreamName
        const command = buildCommand({ stream, by: randomUUID(), decide: makeNote('under load') })
        for (;;) {
          try {
            const { seq } = await (logs[randomInt(2)] as ChangeLog).execute(command)
            acknowledged.set(command, seq)
            break
          } catch (error) {
            outcomes.push(error instanceof DomainError ? error.code : String(error))
            await sleep(50)
          }
        }
      }
    }
    const clients = Promise.all(Array.from({ length: 20 }, client))
    for (let kills = 0; kills < 4; kills += 1) {
      await sleep(400 + randomInt(600))
      const pid = engine.pid()
      if (pid !== undefined) process.kill(pid, 'SIGKILL')
      const before = acknowledged.size
      await vi.waitFor(() => expect(acknowledged.size).toBeGreaterThan(before + 20), 30_000)
    }
    stopped = true
    await clients

    expect(outcomes.filter((code) => !['busy', 'unknown_outcome', 'unavailable'].includes(code))).toEqual([])
    expect(acknowledged.size).toBeGreaterThan(200)
    for (const stream of streams) {
      const changes = await stored(stream)
      expect(changes.map(({ seq }) => seq)).toEqual(changes.map((_, i) => i + 1))
      expect(await verifyStoredChain(db(), stream)).toMatchObject({ ok: true, seq: changes.length })
      const places = new Map(changes.map(({ commandId, seq }) => [commandId, seq]))
      expect(places.size).toBe(changes.length)
      const own = [...acknowledged].filter(([command]) => command.stream === stream)
      expect(own.map(([{ commandId }]) => places.get(commandId))).toEqual(own.map(([, seq]) => seq))
      // Every client went on until it knew, so that nothing is there that nobody was told of.
      expect(changes).toHaveLength(own.length)
      for (const log of logs) expect(await log.catchUp(stream)).toBe(changes.length)
      expect(await db().collection('notes').countDocuments({ stream })).toBe(changes.length)
    }
  })
})

function dbOf(connection: Connection) {
  if (!connection.db) throw new Error('not connected')
  return connection.db
}
