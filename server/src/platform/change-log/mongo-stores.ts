import type { mongo } from 'mongoose'
import { createMongoFoldStore } from './mongo-fold-store.ts'
import { createMongoLogStore } from './mongo-log-store.ts'
import { createMongoMarkStore } from './mongo-mark-store.ts'
import { createMongoProjectionStore } from './mongo-projection-store.ts'
import type { Stores } from './ports.ts'

/** The stores of the change log in one MongoDB database. */
export function createMongoStores(db: mongo.Db): Stores {
  return {
    log: createMongoLogStore(db),
    folds: createMongoFoldStore(db),
    marks: createMongoMarkStore(db),
    projections: createMongoProjectionStore(db),
  }
}
