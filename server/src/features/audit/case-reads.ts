import type { Connection } from 'mongoose'
import { Schema } from 'mongoose'
import { LRUCache } from 'lru-cache'

/** A person's reads of a case count as one within this time. */
const WINDOW_MS = 15 * 60_000

interface StoredRead {
  /** `<accountId> <caseId> <window>` */
  _id: string
  accountId: string
  caseId: string
  at: Date
}

/**
 * The record of reads, beside the log that is the record of writes: one line per actor, case and quarter of an
 * hour, on disk before the case is shown (PGSSI-S, référentiel d'imputabilité).
 */
export interface CaseReads {
  start(): Promise<void>
  record(accountId: string, caseId: string): Promise<void>
}

export function createCaseReads(connection: Connection, clock: () => Date): CaseReads {
  const schema = new Schema<StoredRead>(
    {
      _id: { type: String, required: true },
      accountId: { type: String, required: true },
      caseId: { type: String, required: true },
      at: { type: Date, required: true },
    },
    { versionKey: false, collection: 'caseReads' },
  )
  schema.index({ caseId: 1, at: 1 })
  const model = connection.model('caseReads', schema)
  const recorded = new LRUCache<string, Promise<void>>({ max: 50_000, ttl: WINDOW_MS })
  let batch: { reads: StoredRead[]; written: Promise<void> } | undefined

  /** Reads that come in the same turn are written together. */
  const write = (read: StoredRead): Promise<void> => {
    if (!batch) {
      const reads: StoredRead[] = []
      batch = {
        reads,
        written: new Promise<void>((resolve) => setImmediate(resolve)).then(async () => {
          batch = undefined
          await insert(reads)
        }),
      }
    }
    batch.reads.push(read)
    return batch.written
  }

  const insert = async (reads: StoredRead[]) => {
    try {
      await model.collection.insertMany(reads as never[], {
        ordered: false,
        writeConcern: { w: 'majority', j: true },
      })
    } catch (error) {
      // Written already, by this node before a restart or by another one.
      if ((error as { code?: number }).code !== 11_000) throw error
    }
  }

  return {
    start: async () => {
      await model.createIndexes()
    },
    record: async (accountId, caseId) => {
      const at = clock()
      const _id = `${accountId} ${caseId} ${Math.floor(at.getTime() / WINDOW_MS)}`
      const pending = recorded.get(_id) ?? write({ _id, accountId, caseId, at })
      recorded.set(_id, pending)
      try {
        await pending
      } catch (error) {
        recorded.delete(_id)
        throw error
      }
    },
  }
}
