/** Looks for a word in everything that a database holds: what was erased must be nowhere. */
import { promisify } from 'node:util'
import { zstdDecompress } from 'node:zlib'
import type { Connection } from 'mongoose'

const decompress = promisify(zstdDecompress)

/**
 * The places in which a word stands, bytes and compressed snapshots included.
 * @returns `<collection> <id>` of each document
 */
export async function placesOf(connection: Connection, word: string): Promise<string[]> {
  const { db } = connection
  if (!db) throw new Error('not connected')
  const places: string[] = []
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) {
    for await (const document of db.collection(name).find({})) {
      if (await holds(document, word)) places.push(`${name} ${String(document._id)}`)
    }
  }
  return places
}

async function holds(value: unknown, word: string): Promise<boolean> {
  if (typeof value === 'string') return value.includes(word)
  if (value === null || typeof value !== 'object') return false
  if (isBinary(value)) return bytesHold(value.buffer, word)
  for (const [key, inner] of Object.entries(value))
    if (key.includes(word) || (await holds(inner, word))) return true
  return false
}

const isBinary = (value: object): value is { buffer: Uint8Array } =>
  (value as { _bsontype?: unknown })._bsontype === 'Binary'

async function bytesHold(bytes: Uint8Array, word: string): Promise<boolean> {
  if (Buffer.from(bytes).includes(word)) return true
  const plain = await decompress(bytes).catch(() => undefined)
  return plain?.includes(word) ?? false
}
