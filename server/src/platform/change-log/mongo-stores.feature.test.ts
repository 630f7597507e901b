import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedMongo, type EmbeddedMongo } from '@colloque/embedded-mongo'
import mongoose, { type Connection } from 'mongoose'
import { afterAll, beforeAll, describe } from 'vitest'
import { createMongoStores } from './mongo-stores.ts'
import { CACHE } from './testing/cache-folder.ts'
import { storesContract } from './testing/stores.contract.ts'

describe('the stores on the real engine', () => {
  let folder: string
  let engine: EmbeddedMongo
  let connection: Connection

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'colloque-stores-'))
    engine = await startEmbeddedMongo({ folder, cacheFolder: CACHE })
    connection = await mongoose.createConnection(engine.uri).asPromise()
  })
  afterAll(async () => {
    await connection.close()
    await engine.stop()
    await rm(folder, { recursive: true })
  })

  storesContract(async () => {
    const { db } = connection
    if (!db) throw new Error('not connected')
    const documents = (name: string) =>
      db.collection(name).find().toArray() as Promise<Record<string, unknown>[]>
    return { stores: createMongoStores(db), documents }
  })
})
