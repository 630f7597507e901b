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
 * Nothing waits for ever on a database that has stopped answering: without these, a request that met a connection
 * whose other end hangs was heard of again after forty seconds.
 */
export const CONNECTION_OPTIONS = {
  connectTimeoutMS: 3_000,
  serverSelectionTimeoutMS: 5_000,
  socketTimeoutMS: 10_000,
  heartbeatFrequencyMS: 2_000,
  // The engine in a child process speaks neither sessions nor retryable writes.
  retryWrites: false,
  retryReads: true,
  // Whatever the address says: a secondary would show who has left as still there.
  readPreference: 'primary',
  autoIndex: false,
  autoCreate: false,
  maxPoolSize: 32,
} as const

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
  const connection = mongoose.createConnection(uri, { ...CONNECTION_OPTIONS, retryWrites: isReplicaSet(uri) })
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
      const late = new Promise<false>((answer) => setTimeout(answer, 1_000, false).unref())
      const ping = connection.db?.command({ ping: 1 }).then(
        () => true,
        () => false,
      )
      return (await Promise.race([ping, late])) ?? false
    },
    close: async () => {
      await connection.close()
      await embedded?.stop()
    },
  }
}

/**
 * Then a write that meets a primary stepping down is sent again by the driver, once. What the log and the boards append
 * goes by raw commands, which it leaves alone: they find out themselves what became of them.
 */
export const isReplicaSet = (uri: string): boolean =>
  uri.startsWith('mongodb+srv:') || /[?&]replicaSet=[^&]/i.test(uri)

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
