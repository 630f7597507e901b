/**
 * The engine alone, as a limit for what is durable: documents of the log's size under its unique indexes, each answered
 * once a majority has it in the journal.
 */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedMongo } from '@colloque/embedded-mongo'
import { MongoClient, type Collection } from 'mongodb'
import { serveRemote } from '../lib/remote.ts'

const CACHE = join(import.meta.dirname, '../../../.cache')
const DURABLE = { writeConcern: { w: 'majority', j: true } } as const
const UNIQUE = [
  { stream: 1, seq: 1 },
  { stream: 1, by: 1, commandId: 1 },
  { 'entities.id': 1, 'entities.rev': 1 },
] as const

interface Inserting {
  readonly seconds: number
  /** Inserts under way at a time. */
  readonly atOnce: number
  /** Documents in each. */
  readonly batch: number
}

let engine: Awaited<ReturnType<typeof startEmbeddedMongo>>
let client: MongoClient
let folder: string
let changes: Collection
let tasks: Collection<{ _id: string; claimedBy: string | null }>

const functions = {
  start: async () => {
    folder = await mkdtemp(join(tmpdir(), 'colloque-bench-'))
    engine = await startEmbeddedMongo({ folder, cacheFolder: CACHE })
    client = await new MongoClient(engine.uri).connect()
    changes = client.db().collection('changes')
    tasks = client.db().collection('tasks')
    for (const key of UNIQUE) await changes.createIndex(key as never, { unique: true })
    return engine.pid()
  },

  /** @returns documents inserted, and in how many ms */
  insert: async ({ seconds, atOnce, batch }: Inserting) => {
    let documents = 0
    const began = performance.now()
    const one = async () => {
      const stream = `case:${randomUUID()}`
      for (let seq = 1; performance.now() < began + seconds * 1000; seq += batch) {
        const some = Array.from({ length: batch }, (_, i) => change(stream, seq + i))
        if (batch === 1) await changes.insertOne(some[0] as never, DURABLE)
        else await changes.insertMany(some, { ...DURABLE, ordered: false })
        documents += batch
      }
    }
    await Promise.all(Array.from({ length: atOnce }, one))
    return { documents, ms: performance.now() - began }
  },

  /** Two at once want each of some tasks: an update that only the first finds. @returns in how many ms */
  claim: async ({ count, atOnce }: { readonly count: number; readonly atOnce: number }) => {
    const ids = Array.from({ length: count }, () => randomUUID())
    await tasks.insertMany(ids.map((_id) => ({ _id, claimedBy: null })))
    const began = performance.now()
    let next = 0
    const claim = (_id: string) =>
      tasks.updateOne({ _id, claimedBy: null }, { $set: { claimedBy: randomUUID() } }, DURABLE)
    const one = async () => {
      for (let id = ids[next++]; id !== undefined; id = ids[next++]) await Promise.all([claim(id), claim(id)])
    }
    await Promise.all(Array.from({ length: atOnce }, one))
    return performance.now() - began
  },

  stop: async () => {
    await client.close()
    await engine.stop()
    await rm(folder, { recursive: true, force: true })
  },
}
export type BareEngine = typeof functions
serveRemote(functions)

const TEXT = 'Le pansement a été refait ce matin, la plaie est propre, revoir jeudi avec le médecin.'

function change(stream: string, seq: number): Record<string, unknown> {
  const by = randomUUID()
  const at = new Date().toISOString()
  return {
    ...{ _id: randomUUID(), v: 1, stream, seq, commandId: randomUUID(), kind: 'message.posted', by, at },
    entities: [
      {
        type: 'message',
        id: randomUUID(),
        rev: 1,
        after: { authorId: by, text: TEXT, postedAt: at },
        salt: by,
      },
    ],
    ...{ salt: by, input: by, hash: by },
  }
}
