import {
  DUPLICATE_KEY,
  DURABLE,
  READ_LIMIT_MS,
  requireMajority,
  type WriteError,
} from '../change-log/mongo-commands.ts'
import type { mongo } from 'mongoose'
import { EMPTY_TRAIL, type AuditRecord, type TrailHead, type UnchainedRecord } from './record.ts'

export const AUDIT_COLLECTION = 'audit'

const SEQ_INDEX = { name: 'seq', key: { trail: 1, seq: 1 }, unique: true } as const
const INDEXES = [
  SEQ_INDEX,
  {
    name: 'once',
    key: { trail: 1, once: 1 },
    unique: true,
    partialFilterExpression: { once: { $exists: true } },
  },
  { name: 'actor', key: { accountId: 1, kind: 1, at: 1 } },
  { name: 'due', key: { at: 1 } },
] as const

/** The collection `audit`. It is added to; only an archive takes anything out. All reads see what a majority holds. */
export interface AuditStore {
  /** Makes and verifies the indexes. @throws when the chain's own one cannot be had */
  prepare(): Promise<void>
  /**
   * Durable on a majority when it returns.
   * @returns how many were stored: the one after these was refused as a duplicate, and none after it was tried
   * @throws when the outcome is unknown
   */
  append(records: readonly AuditRecord[]): Promise<number>
  head(trail: string): Promise<TrailHead>
  /** Which of these are recorded, by themselves or by what counts as the same. @returns their ids */
  recorded(records: readonly UnchainedRecord[]): Promise<ReadonlySet<string>>
}

export function createAuditStore(db: mongo.Db): AuditStore {
  const audit = db.collection<AuditRecord>(AUDIT_COLLECTION, { readConcern: { level: 'majority' } })
  const limited = { maxTimeMS: READ_LIMIT_MS }
  return {
    prepare: async () => {
      await audit.createIndexes(INDEXES as never)
      const present = await audit.listIndexes().toArray()
      const index = present.find(({ name }) => name === SEQ_INDEX.name)
      if (!index?.['unique'] || JSON.stringify(index['key']) !== JSON.stringify(SEQ_INDEX.key))
        throw new Error(`the unique index ${SEQ_INDEX.name} on ${AUDIT_COLLECTION} is missing`)
    },
    append: async (documents) => {
      const command = { insert: AUDIT_COLLECTION, documents, ordered: true, writeConcern: DURABLE }
      const reply = await db.command(command, { ignoreUndefined: true })
      requireMajority(AUDIT_COLLECTION, reply)
      const [error] = (reply['writeErrors'] ?? []) as WriteError[]
      if (!error) return documents.length
      if (error.code !== DUPLICATE_KEY) throw new Error(`recording failed with ${error.code}`)
      return error.index
    },
    head: async (trail) => {
      const [last] = await audit
        .find({ trail } as never, { ...limited, projection: { _id: 0, seq: 1, hash: 1 } })
        .sort({ trail: 1, seq: -1 })
        .limit(1)
        .toArray()
      return last ? { seq: last.seq, hash: last.hash } : EMPTY_TRAIL
    },
    recorded: async (records) => {
      const [byId, byKey] = await Promise.all([
        audit
          .find({ _id: { $in: records.map(({ _id }) => _id) } }, { ...limited, projection: { _id: 1 } })
          .toArray(),
        keysHeld(records),
      ])
      const held = new Set(byId.map(({ _id }) => _id))
      for (const { _id, trail, once } of records)
        if (once !== undefined && byKey.has(`${trail} ${once}`)) held.add(_id)
      return held
    },
  }

  async function keysHeld(records: readonly UnchainedRecord[]): Promise<ReadonlySet<string>> {
    const keys = records.flatMap(({ trail, once }) => (once === undefined ? [] : [{ trail, once }]))
    if (keys.length === 0) return new Set()
    const projection = { _id: 0, trail: 1, once: 1 }
    const found = await audit.find({ $or: keys } as never, { ...limited, projection }).toArray()
    return new Set(found.map(({ trail, once }) => `${trail} ${once}`))
  }
}
