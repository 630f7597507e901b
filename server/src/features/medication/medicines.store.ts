/**
 * The medicines that were imported. They are replaced whole: a new generation is written beside the one in use, and one
 * write of the head takes it into use. A crash before leaves the old one, a crash after leaves what nobody reads and
 * the next import removes.
 */
import { DomainError } from '@colloque/domain'
import type { Connection, mongo } from 'mongoose'
import { v7 as uuidv7 } from 'uuid'
import type { Bdpm, ImportedMedicine } from './bdpm/read-bdpm.ts'

/** A generation in use: what it comes from. */
export interface MedicinesHead {
  readonly generation: string
  /** `YYYY-MM-DD` */
  readonly date: string
  readonly count: number
}

interface StoredHead extends MedicinesHead {
  readonly _id: 'head'
  readonly importedAt: Date
}

interface StoredMedicine extends ImportedMedicine {
  /** `<generation> <cis>` */
  readonly _id: string
  readonly generation: string
}

export interface MedicinesStore {
  start(): Promise<void>
  head(): Promise<MedicinesHead | null>
  /** @returns undefined when that generation is not whole: another one has taken its place */
  read(head: MedicinesHead): Promise<ImportedMedicine[] | undefined>
  /**
   * Takes these into use instead of all that there were.
   * @throws conflict when another import has finished meanwhile; nothing is changed then
   */
  replace(bdpm: Pick<Bdpm, 'medicines' | 'date'>, options: ReplaceOptions): Promise<MedicinesHead>
}

interface ReplaceOptions {
  readonly at: Date
  readonly signal?: AbortSignal
  onWritten?(count: number): void
}

const BATCH = 1_000
const DURABLE = { writeConcern: { w: 'majority', j: true } } as const
const DUPLICATE_KEY = 11_000

export function createMedicinesStore(connection: Pick<Connection, 'db'>): MedicinesStore {
  const db = connection.db as mongo.Db | undefined
  if (!db) throw new Error('the database is not connected')
  const medicines = db.collection<StoredMedicine>('medicines')
  const heads = db.collection<StoredHead>('medicineHeads')

  const head = async (): Promise<MedicinesHead | null> => {
    const stored = await heads.findOne({ _id: 'head' })
    return stored && { generation: stored.generation, date: stored.date, count: stored.count }
  }

  /** Between the read of the former head and this write nobody else may have imported. */
  async function takeIntoUse(next: StoredHead, former: MedicinesHead | null): Promise<void> {
    try {
      if (!former) await heads.insertOne(next, DURABLE)
      else {
        const { _id, ...fields } = next
        const filter = { _id, generation: former.generation }
        const { matchedCount } = await heads.updateOne(filter, { $set: fields }, DURABLE)
        if (matchedCount === 0) throw new DomainError('conflict', { why: 'imported_meanwhile' })
      }
    } catch (error) {
      if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error
      throw new DomainError('conflict', { why: 'imported_meanwhile' })
    }
  }

  /** A write of the head whose answer was lost may have been made: what is in use stays. */
  async function dropUnused(generation: string): Promise<void> {
    if ((await head())?.generation !== generation) await medicines.deleteMany({ generation })
  }

  return {
    start: async () => {
      await medicines.createIndex({ generation: 1 })
    },
    head,
    read: async ({ generation, count }) => {
      const found = await medicines
        .find({ generation }, { projection: { _id: 0, generation: 0 }, batchSize: BATCH })
        .toArray()
      return found.length === count ? found : undefined
    },
    replace: async ({ medicines: given, date }, { at, signal, onWritten }) => {
      const former = await head()
      const next: MedicinesHead = { generation: uuidv7(), date, count: given.length }
      const { generation } = next
      try {
        for (let from = 0; from < given.length; from += BATCH) {
          signal?.throwIfAborted()
          const batch = given.slice(from, from + BATCH).map((medicine): StoredMedicine => ({
            _id: `${generation} ${medicine.cis}`,
            generation,
            ...medicine,
          }))
          await medicines.insertMany(batch, { ordered: false, ...DURABLE })
          onWritten?.(Math.min(from + BATCH, given.length))
        }
        await takeIntoUse({ _id: 'head', importedAt: at, ...next }, former)
      } catch (error) {
        await dropUnused(generation).catch(() => undefined)
        throw error
      }
      await medicines.deleteMany({ generation: { $ne: generation } })
      return next
    },
  }
}
