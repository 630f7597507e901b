import type { mongo } from 'mongoose'

export const DURABLE = { w: 'majority', j: true } as const
/** A read that the engine does not answer must not hold up a stream for ever. */
export const READ_LIMIT_MS = 5000
export const DUPLICATE_KEY = 11000

export interface WriteError {
  readonly index: number
  readonly code: number
  readonly errmsg: string
  readonly keyPattern?: Record<string, number>
}

export interface RawUpdate {
  readonly q: object
  readonly u: object
  readonly upsert: true
}

/** One `update` command. A duplicate `_id` means that somebody else wrote first. @throws for any other error */
export async function updateAll(
  db: mongo.Db,
  collection: string,
  updates: readonly RawUpdate[],
  writeConcern: object,
): Promise<WriteError[]> {
  if (updates.length === 0) return []
  const command = { update: collection, updates, ordered: false, writeConcern }
  return throwSerious(collection, await db.command(command, { ignoreUndefined: true }))
}

/** One `insert` command, in any order. A document that is there already stays. @throws for any other error */
export async function insertAll(
  db: mongo.Db,
  collection: string,
  documents: readonly object[],
  writeConcern: object,
): Promise<void> {
  if (documents.length === 0) return
  const command = { insert: collection, documents, ordered: false, writeConcern }
  throwSerious(collection, await db.command(command, { ignoreUndefined: true }))
}

/**
 * A primary that stepped down, or a majority that did not answer in time: what was written may be taken back. The driver
 * leaves this to whoever sends a raw command.
 * @throws then: nobody knows what becomes of the write
 */
export function requireMajority(collection: string, reply: mongo.BSON.Document): void {
  const error = reply['writeConcernError'] as { code?: number; codeName?: string } | undefined
  if (error) throw new Error(`writing to ${collection} was not confirmed: ${error.codeName ?? error.code}`)
}

function throwSerious(collection: string, reply: mongo.BSON.Document): WriteError[] {
  requireMajority(collection, reply)
  const errors = (reply['writeErrors'] ?? []) as WriteError[]
  const serious = errors.find((error) => error.code !== DUPLICATE_KEY)
  if (serious) throw new Error(`writing to ${collection} failed with ${serious.code}: ${serious.errmsg}`)
  return errors
}
