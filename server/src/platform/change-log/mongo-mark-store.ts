import type { StreamName } from '@colloque/domain'
import type { mongo } from 'mongoose'
import { DURABLE, DUPLICATE_KEY, READ_LIMIT_MS, type WriteError } from './mongo-log-store.ts'
import type { Mark, MarkStore } from './ports.ts'

interface MarkDocument extends Mark {
  readonly _id: string
}

/** The collections `active` (who may append where) and `nodes` (who is alive). */
export function createMongoMarkStore(db: mongo.Db): MarkStore {
  const active = db.collection<MarkDocument>('active', { readConcern: { level: 'majority' } })
  const nodes = db.collection<{ _id: string; turn: number }>('nodes')
  const idOf = (stream: StreamName, node: string): string => `${node} ${stream}`

  return {
    async mark(streams, node) {
      const updates = streams.map((stream) => {
        const _id = idOf(stream, node)
        return { q: { _id }, u: { _id, stream, node }, upsert: true as const }
      })
      await updateAll(db, 'active', updates, DURABLE)
    },

    async unmark(streams, node) {
      if (streams.length === 0) return
      await active.deleteMany(
        { _id: { $in: streams.map((stream) => idOf(stream, node)) } },
        { writeConcern: DURABLE },
      )
    },

    async marks() {
      const found = await active.find({}, { maxTimeMS: READ_LIMIT_MS }).toArray()
      return found.map(({ stream, node }) => ({ stream, node }))
    },

    async beat(node, turn) {
      await nodes.updateOne({ _id: node }, { $set: { turn } }, { upsert: true })
      const all = await nodes.find({}, { maxTimeMS: READ_LIMIT_MS }).toArray()
      return new Map(all.map((beat) => [beat._id, beat.turn]))
    },

    async forget(node) {
      await nodes.deleteOne({ _id: node })
    },
  }
}

export interface RawUpdate {
  readonly q: object
  readonly u: object
  readonly upsert: true
}

/** One `update` command. A duplicate `_id` means that somebody else wrote first. @throws for any other error */
export async function updateAll(
  db: mongo.Db,
  collection: string,
  updates: readonly RawUpdate[],
  writeConcern: object,
): Promise<WriteError[]> {
  if (updates.length === 0) return []
  const command = { update: collection, updates, ordered: false, writeConcern }
  const reply = await db.command(command, { ignoreUndefined: true })
  const errors = (reply['writeErrors'] ?? []) as WriteError[]
  const serious = errors.find((error) => error.code !== DUPLICATE_KEY)
  if (serious) throw new Error(`update of ${collection} failed with ${serious.code}: ${serious.errmsg}`)
  return errors
}
