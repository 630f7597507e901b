import type { mongo } from 'mongoose'
import type { StreamName } from '@colloque/domain'
import { createChangeLogOn, type ChangeLogSettings } from './change-log.ts'
import { createMongoLogStore } from './mongo-log-store.ts'
import { createMongoStores } from './mongo-stores.ts'
import { observedLogStore } from './observed-store.ts'
import type { ChangeLog } from './types.ts'
import { verifyChain, type ChainReport } from './verify-chain.ts'

export interface ChangeLogOptions extends ChangeLogSettings {
  readonly db: mongo.Db
}

/** The change log on MongoDB. Nothing is read or written before `start`. */
export function createChangeLog({ db, ...settings }: ChangeLogOptions): ChangeLog {
  const stores = createMongoStores(db)
  const log = observedLogStore(stores.log, settings.observer ?? {})
  return createChangeLogOn({ ...stores, log }, settings)
}

/** Verifies the chain of a stream as stored in the database. @param kept hashes by seq that were kept outside it */
export function verifyStoredChain(
  db: mongo.Db,
  stream: StreamName,
  kept?: ReadonlyMap<number, string>,
): Promise<ChainReport> {
  return verifyChain(createMongoLogStore(db), stream, kept)
}

export type { ChainReport } from './verify-chain.ts'
export type * from './types.ts'
