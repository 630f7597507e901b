import type { mongo } from 'mongoose'
import type { Connection } from 'mongoose'

const PLAN_TEXTS_COLLECTION = 'planTexts'

interface StoredText {
  /** SHA-256 of the bytes, in lower-case hexadecimal. */
  readonly _id: string
  readonly caseId: string
  /** Version of the content's shape. */
  readonly schema: number
  readonly bytes: mongo.Binary
  readonly at: Date
}

/**
 * The signed texts of care plans, as bytes under their own hash: what is signed is stored before the change that says
 * so, and verified by reading it, never by rendering it again.
 */
export interface PlanTexts {
  start(): Promise<void>
  /** Stores a text, on disk at a majority when it returns. Twice is once. */
  keep(text: { hash: string; caseId: string; schema: number; bytes: Buffer; at: Date }): Promise<void>
  /** The bytes under a hash, whatever they are by now. */
  find(hash: string): Promise<Buffer | undefined>
  /** Removes the texts of a case that is erased as a whole. */
  remove(caseId: string): Promise<void>
}

export function createPlanTexts(connection: Connection): PlanTexts {
  const collection = connection.collection<StoredText>(PLAN_TEXTS_COLLECTION)
  return {
    start: async () => {
      await collection.createIndex({ caseId: 1 })
    },
    keep: async ({ hash, bytes, ...said }) => {
      await collection.updateOne({ _id: hash }, { $set: { bytes }, $setOnInsert: said } as never, {
        upsert: true,
        writeConcern: { w: 'majority', j: true },
      })
    },
    find: async (hash) => {
      const held = await collection.findOne({ _id: hash }, { readConcern: 'majority', promoteBuffers: false })
      return held ? Buffer.from(held.bytes.buffer) : undefined
    },
    remove: async (caseId) => {
      await collection.deleteMany({ caseId }, { writeConcern: { w: 'majority', j: true } })
    },
  }
}
