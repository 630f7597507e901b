import type { mongo } from 'mongoose'
import { CommandError } from '../terminal/command-error.ts'

const MARKS = 'importing'
const DURABLE = { writeConcern: { w: 'majority', j: true } } as const

interface ImportMark {
  readonly _id: 'import'
  readonly at: Date
}

const marksOf = (db: mongo.Db) => db.collection<ImportMark>(MARKS)

/** From before an import's first record until it is verified: an import that was killed leaves it behind. */
export async function markImport(db: mongo.Db, at: Date): Promise<void> {
  await marksOf(db).updateOne({ _id: 'import' }, { $set: { at } }, { ...DURABLE, upsert: true })
}

/** Everything written before is on disk when it returns. */
export async function unmarkImport(db: mongo.Db): Promise<void> {
  await marksOf(db).deleteOne({ _id: 'import' }, DURABLE)
}

export async function holdsUnfinishedImport(db: mongo.Db): Promise<boolean> {
  return (await marksOf(db).findOne({ _id: 'import' })) !== null
}

/** @throws CommandError when what is in the database is part of an export only */
export async function refuseUnfinishedImport(db: mongo.Db): Promise<void> {
  if (await holdsUnfinishedImport(db))
    throw new CommandError(
      'this database holds an import that is not finished: wait for it, or, if it was interrupted, run npm run import again',
    )
}
