import type { StreamName } from '@colloque/domain'
import type { mongo } from 'mongoose'
import { DURABLE, READ_LIMIT_MS, updateAll } from './mongo-commands.ts'
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
