/** The database that an import fills: empty before, and emptied again when the import fails. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { mongo } from 'mongoose'
import { CommandError } from '../terminal/command-error.ts'
import { holdsUnfinishedImport, markImport, unmarkImport } from './import-mark.ts'

/** Says which servers run or ran, and holds nothing of anybody's. */
const RUNNING: readonly string[] = ['nodes', 'active', 'jobs', 'house']

/** Longer than two turns of a server that lives. */
const TWO_TURNS_MS = 2_500

/**
 * Marks the database as being filled: no server starts on it until the mark is gone.
 * @throws CommandError when it holds anything that an interrupted import has not left, or when a server uses it
 */
export async function claimTarget(db: mongo.Db, tell: (text: string) => void): Promise<void> {
  if (await holdsUnfinishedImport(db)) {
    tell('An import into this database was interrupted: beginning anew.')
    await emptyTarget(db)
  }
  for (const name of await collectionsOf(db)) {
    if (RUNNING.includes(name)) continue
    if (await db.collection(name).findOne({}, { projection: { _id: 1 } }))
      throw new CommandError(`The database is not empty (${name}): an import needs one that is.`)
  }
  await refuseRunningServers(db)
  await markImport(db, new Date())
}

/** Takes away what the import has written, then its mark. */
export async function emptyTarget(db: mongo.Db): Promise<void> {
  for (const name of await collectionsOf(db)) if (name !== 'importing') await db.dropCollection(name)
  await unmarkImport(db)
}

/** @throws CommandError when a collection does not hold what the export says */
export async function verifyCounts(db: mongo.Db, counts: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, expected] of Object.entries(counts)) {
    const held = await db.collection(name, { readConcern: { level: 'majority' } }).countDocuments({})
    if (held !== expected)
      throw new CommandError(`${name} holds ${held} records where the export has ${expected}.`)
  }
}

/** @throws CommandError when a board lacks one of its batches */
export async function verifyBoards(db: mongo.Db): Promise<void> {
  const [broken] = await db
    .collection('board_batches')
    .aggregate<{ _id: string }>([
      { $group: { _id: '$doc', held: { $sum: 1 }, head: { $max: '$seq' } } },
      { $match: { $expr: { $ne: ['$held', '$head'] } } },
      { $limit: 1 },
    ])
    .toArray()
  if (broken) throw new CommandError(`The board ${broken._id} lacks a part of its edits.`)
}

async function collectionsOf(db: mongo.Db): Promise<string[]> {
  const found = await db.listCollections({}, { nameOnly: true }).toArray()
  return found.map(({ name }) => name).filter((name) => !name.startsWith('system.'))
}

/** A server that was killed leaves its turn behind, one that lives counts on. */
async function refuseRunningServers(db: mongo.Db): Promise<void> {
  const turns = async () => JSON.stringify(await db.collection('nodes').find().sort({ _id: 1 }).toArray())
  const before = await turns()
  if (before === '[]') return
  await sleep(TWO_TURNS_MS)
  if ((await turns()) !== before) throw new CommandError('A server runs on this database: stop it first.')
}
