import type { StreamName } from '@colloque/domain'
import type { mongo } from 'mongoose'
import { DURABLE, insertAll, READ_LIMIT_MS, updateAll } from './mongo-commands.ts'
import type { ProjectionStore, Row } from './ports.ts'

interface ProgressDocument {
  readonly _id: StreamName
  readonly seq: number
  readonly reactors?: Record<string, number>
}

const PROGRESS = 'projected'

/** The projected collections themselves, `projected` (how far each stream is) and `refusals`. */
export function createMongoProjectionStore(db: mongo.Db): ProjectionStore {
  const progress = db.collection<ProgressDocument>(PROGRESS, { readConcern: { level: 'majority' } })
  const refusals = db.collection<{ _id: string }>('refusals')

  return {
    async createIndexes(collection, indexes) {
      const present = await db.listCollections({ name: collection }, { nameOnly: true }).toArray()
      if (present.length === 0) await db.createCollection(collection).catch(ignoreExisting)
      const all = [{ key: { stream: 1 as const, _id: 1 as const } }, ...indexes]
      const distinct = new Map(all.map((index) => [JSON.stringify(index.key), { ...index }]))
      await db.collection(collection).createIndexes([...distinct.values()])
    },

    async write(collection, rows) {
      // Not journalled on its own: `advance` comes after it in the journal, and makes both durable.
      const relaxed = { w: 1 }
      // No document has a lower revision than a first state: inserting it is enough, and costs less.
      const first = rows.filter((row) => row.rev === 1).map(asDocument)
      await insertAll(db, collection, first, relaxed)
      const later = rows
        .filter((row) => row.rev > 1)
        .map((row) => ({
          q: { _id: row.id, rev: { $lt: row.rev } },
          u: asDocument(row),
          upsert: true as const,
        }))
      // Where the held revision is not lower, the upsert runs into the `_id`, and nothing changes.
      await updateAll(db, collection, later, relaxed)
    },

    async rename(from, to) {
      await db.renameCollection(from, to, { dropTarget: true })
    },

    async drop(collection) {
      await db.dropCollection(collection)
    },

    async progress(streams) {
      const found = await progress
        .find({ _id: { $in: [...streams] } }, { maxTimeMS: READ_LIMIT_MS })
        .toArray()
      return found.map(({ _id, seq, reactors = {} }) => ({ stream: _id, seq, reactors }))
    },

    async advance(positions) {
      const updates = positions.map(({ stream, seq, reactors }) => {
        const checkpoints = Object.entries(reactors).map(([name, at]) => [`reactors.${name}`, at])
        return {
          q: { _id: stream },
          u: { $max: { seq, ...Object.fromEntries(checkpoints) } },
          upsert: true as const,
        }
      })
      const raced = await updateAll(db, PROGRESS, updates, DURABLE)
      // Two nodes made the document at once: now it is there.
      const again = raced.flatMap(({ index }) => updates[index] ?? [])
      await updateAll(db, PROGRESS, again, DURABLE)
    },

    async recordRefusal({ commandId, ...refusal }) {
      await refusals.replaceOne({ _id: commandId }, refusal, { upsert: true, writeConcern: DURABLE })
    },
  }
}

function asDocument({ id, rev, stream, document }: Row): object {
  return document ?? { _id: id, rev, gone: stream }
}

function ignoreExisting(error: unknown): void {
  const NAMESPACE_EXISTS = 48
  if ((error as { code?: unknown }).code !== NAMESPACE_EXISTS) throw error
}
