import { mkdir } from 'node:fs/promises'
import { EmbeddedMongoError, startEmbeddedMongo, type EmbeddedMongo } from '@colloque/embedded-mongo'
import mongoose, { type Connection } from 'mongoose'
import type { Configuration } from './configuration.ts'

export interface Database {
  readonly connection: Connection
  /** Whether the disk has room for another write; always true for a database of one's own. */
  hasRoom(): Promise<boolean>
  /** A ping that the database answers within a second. */
  answers(): Promise<boolean>
  close(): Promise<void>
}

/** A database that cannot be had, in words for the person who starts the server. */
export class DatabaseError extends Error {}

/**
 * Connects to MONGODB_URI, or starts the embedded engine beside the server.
 * @throws DatabaseError
 */
export async function openDatabase(
  configuration: Configuration,
  onProgress: (text: string) => void,
): Promise<Database> {
  const embedded =
    configuration.mongoUri === undefined ? await startEmbedded(configuration, onProgress) : undefined
  const uri = embedded?.uri ?? configuration.mongoUri ?? ''
  const connection = mongoose.createConnection(uri, {
    serverSelectionTimeoutMS: 10_000,
    heartbeatFrequencyMS: 2_000,
    // The engine in a child process speaks neither sessions nor retryable writes; the log does its own retrying.
    retryWrites: false,
    retryReads: true,
    autoIndex: false,
    autoCreate: false,
    maxPoolSize: 32,
  })
  try {
    await connection.asPromise()
  } catch {
    await embedded?.stop()
    throw new DatabaseError(
      embedded
        ? 'the embedded database started but does not answer'
        : 'no database answers at MONGODB_URI: check its address, that it runs, and that this machine may reach it',
    )
  }
  connection.set('sanitizeFilter', true)
  return {
    connection,
    hasRoom: embedded ? rememberedFor(1_000, () => embedded.hasRoom()) : () => Promise.resolve(true),
    answers: async () => {
      try {
        await connection.db?.command({ ping: 1 }, { timeoutMS: 1_000 })
        return true
      } catch {
        return false
      }
    },
    close: async () => {
      await connection.close()
      await embedded?.stop()
    },
  }
}

async function startEmbedded(
  { dataFolder, cacheFolder }: Configuration,
  onProgress: (text: string) => void,
): Promise<EmbeddedMongo> {
  try {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 })
    return await startEmbeddedMongo({ folder: dataFolder, cacheFolder, onProgress })
  } catch (error) {
    if (error instanceof EmbeddedMongoError) throw new DatabaseError(error.message)
    throw new DatabaseError(
      `the folder ${dataFolder} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

/** Asks at most once in `ms` milliseconds, and answers with what was last heard. */
function rememberedFor(ms: number, ask: () => Promise<boolean>): () => Promise<boolean> {
  let answer: Promise<boolean> | undefined
  let until = 0
  return () => {
    const now = Date.now()
    if (!answer || now >= until) {
      until = now + ms
      answer = ask()
    }
    return answer
  }
}
