import type { StreamName } from '@colloque/domain'
import type { mongo } from 'mongoose'
import { DUPLICATE_KEY, DURABLE, READ_LIMIT_MS, requireMajority, type WriteError } from './mongo-commands.ts'
import type { LogStore, Rejection, StoredChange, UniqueIndex } from './ports.ts'

const CHANGES = 'changes'
/** Streams that one question asks after. */
const TAILS_AT_ONCE = 500

/** In the order in which they refuse; MongoDB verifies `_id` before any of them. */
const INDEXES: readonly { name: UniqueIndex; key: Record<string, 1> }[] = [
  { name: 'seq', key: { stream: 1, seq: 1 } },
  { name: 'command', key: { stream: 1, by: 1, commandId: 1 } },
  { name: 'entity', key: { 'entities.id': 1, 'entities.rev': 1 } },
]

/** The collection `changes`, by raw commands: the driver's bulk error does not say which index refused. */
export function createMongoLogStore(db: mongo.Db): LogStore {
  const changes = db.collection<StoredChange>(CHANGES, { readConcern: { level: 'majority' } })

  return {
    async prepare() {
      const indexes = INDEXES.map(({ name, key }) => ({ name, key, unique: true }))
      await changes.createIndexes(indexes)
      const present = await changes.listIndexes().toArray()
      for (const { name, key } of indexes) {
        const index = present.find((candidate) => candidate['name'] === name)
        if (!index?.['unique'] || JSON.stringify(index['key']) !== JSON.stringify(key)) {
          throw new Error(`the unique index ${name} on ${CHANGES} is missing`)
        }
      }
    },

    async append(documents, ordered) {
      const command = { insert: CHANGES, documents, ordered, writeConcern: DURABLE }
      const reply = await db.command(command, { ignoreUndefined: true })
      requireMajority(CHANGES, reply)
      const errors = (reply['writeErrors'] ?? []) as WriteError[]
      return errors.map(asRejection)
    },

    read: (stream, after, limit) =>
      changes
        .find({ stream, seq: { $gt: after } }, { maxTimeMS: READ_LIMIT_MS, batchSize: limit })
        .sort({ stream: 1, seq: 1 })
        .limit(limit)
        .toArray(),

    async findCommand(stream, by, commandId) {
      return (await changes.findOne({ stream, by, commandId }, { maxTimeMS: READ_LIMIT_MS })) ?? undefined
    },

    async locate(entityId) {
      const options = { maxTimeMS: READ_LIMIT_MS, projection: { _id: 0, stream: 1 } }
      return (await changes.findOne({ 'entities.id': entityId }, options))?.stream
    },

    changesOf: (entityId) =>
      changes.find({ 'entities.id': entityId }, { maxTimeMS: READ_LIMIT_MS }).sort({ seq: 1 }).toArray(),

    async redact(stream, entityId, rev) {
      const older = { id: entityId, rev: { $lt: rev } }
      await changes.updateMany(
        { stream, entities: { $elemMatch: older } },
        { $set: { 'entities.$[older].after': null, 'entities.$[older].salt': null, salt: null } },
        { arrayFilters: [{ 'older.id': entityId, 'older.rev': { $lt: rev } }], writeConcern: DURABLE },
      )
    },

    async grown(known) {
      const grown = new Set<StreamName>()
      for (let from = 0; from < known.length; from += TAILS_AT_ONCE) {
        const tails = known
          .slice(from, from + TAILS_AT_ONCE)
          .map(({ stream, seq }) => ({ stream, seq: { $gt: seq } }))
        // From the index alone.
        const options = { maxTimeMS: READ_LIMIT_MS, projection: { _id: 0, stream: 1 } }
        for await (const { stream } of changes.find({ $or: tails }, options)) grown.add(stream)
      }
      return [...grown]
    },

    async streams() {
      const groups = changes.aggregate<{ _id: StreamName }>([
        { $sort: { stream: 1, seq: 1 } },
        { $group: { _id: '$stream' } },
      ])
      return (await groups.toArray()).map((group) => group._id)
    },
  }
}

/** @throws for every other error: then nobody knows what became of the insert */
function asRejection({ index, code, errmsg, keyPattern }: WriteError): Rejection {
  if (code !== DUPLICATE_KEY) throw new Error(`insert failed with ${code}: ${errmsg}`)
  const refused = INDEXES.find(({ key }) => JSON.stringify(key) === JSON.stringify(keyPattern))
  return { index, duplicate: refused?.name ?? 'id' }
}
