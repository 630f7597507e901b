import type { mongo } from 'mongoose'
import { DURABLE, READ_LIMIT_MS, updateAll } from './mongo-commands.ts'
import type { Mark, MarkStore } from './ports.ts'

interface MarkDocument extends Omit<Mark, 'id'> {
  readonly _id: string
}

/** The collections `active` (who may append where) and `nodes` (who is alive). */
export function createMongoMarkStore(db: mongo.Db): MarkStore {
  const active = db.collection<MarkDocument>('active', { readConcern: { level: 'majority' } })
  const nodes = db.collection<{ _id: string; turn: number }>('nodes', {
    readConcern: { level: 'majority' },
  })
  const turns = async (): Promise<ReadonlyMap<string, number>> => {
    const all = await nodes.find({}, { maxTimeMS: READ_LIMIT_MS }).toArray()
    return new Map(all.map((beat) => [beat._id, beat.turn]))
  }

  return {
    async mark(marks) {
      const updates = marks.map(({ id: _id, stream, node }) => ({
        ...{ q: { _id }, u: { _id, stream, node }, upsert: true as const },
      }))
      await updateAll(db, 'active', updates, DURABLE)
    },

    async unmark(ids) {
      if (ids.length > 0) await active.deleteMany({ _id: { $in: [...ids] } }, { writeConcern: DURABLE })
    },

    async marks(except) {
      // What is a node's own lies together in the index of `_id`: it is stepped over, not read.
      const others = [{ _id: { $lt: `${except} ` } }, { _id: { $gte: `${except}!` } }]
      const filter = except === undefined ? {} : { $or: others }
      const found = await active.find(filter, { maxTimeMS: READ_LIMIT_MS }).toArray()
      return found.map(({ _id: id, stream, node }) => ({ id, stream, node }))
    },

    async beat(node, turn) {
      await nodes.updateOne(
        { _id: node },
        { $set: { turn } },
        { upsert: true, writeConcern: { w: 'majority' } },
      )
      return turns()
    },

    turns,

    async forget(node) {
      await nodes.deleteOne({ _id: node })
    },
  }
}
