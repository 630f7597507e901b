/**
 * Where the bytes of files lie: GridFS, written piece by piece so that no file is ever whole in memory. Every file
 * that is written has a note beside it until the log knows it: what a broken upload or a dead node leaves is found
 * by its note and removed.
 */
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { parseStream, type StreamName } from '@colloque/domain'
import { mongo } from 'mongoose'
import { PlainTextCheck } from './plain-text.ts'
import type { StoredBytes } from './stored-bytes.ts'

const DURABLE = { writeConcern: { w: 'majority', j: true } } as const
/** Until it is known what they are, bytes have no name that anybody asks for. */
const UNNAMED = 'unnamed'

/** Which file's bytes: two uploads under one id that differ never mix. */
export interface FileKey {
  readonly stream: StreamName
  readonly fileId: string
  readonly sha256: string
}

/** Bytes that are there and belong to no file yet. */
export interface WrittenBytes extends StoredBytes {
  readonly id: mongo.ObjectId
  readonly sha256: string
  /** Whether all of them are plain text. */
  readonly isText: boolean
}

export interface UploadNote {
  readonly _id: mongo.ObjectId
  readonly stream: StreamName
  readonly fileId: string
  readonly at: Date
}

export type FileStore = ReturnType<typeof createFileStore>

export function createFileStore(db: mongo.Db, clock: () => Date) {
  const bucket = new mongo.GridFSBucket(db, { bucketName: 'files', ...DURABLE })
  const chunks = db.collection('files.chunks', DURABLE)
  const notes = db.collection<UploadNote>('uploads', DURABLE)

  const readOf = (id: mongo.ObjectId) => async (start: number, end: number) => {
    if (start >= end) return Buffer.alloc(0)
    const parts: Buffer[] = []
    for await (const part of bucket.openDownloadStream(id, { start, end })) parts.push(part as Buffer)
    return Buffer.concat(parts)
  }

  /** Removes bytes with their note, whole or broken off. */
  async function discard(id: mongo.ObjectId): Promise<void> {
    await bucket.delete(id).catch((error: unknown) => {
      // Broken off before its end: then there are chunks alone.
      if (!/not found/i.test((error as Error).message)) throw error
    })
    await chunks.deleteMany({ files_id: id })
    await notes.deleteOne({ _id: id })
  }

  return {
    /** @throws what `body` throws; nothing is left then */
    async write(
      body: AsyncIterable<Uint8Array>,
      { stream, fileId }: Pick<FileKey, 'stream' | 'fileId'>,
    ): Promise<WrittenBytes> {
      const upload = bucket.openUploadStream(UNNAMED, { metadata: { stream, fileId } })
      const { id } = upload
      upload.on('error', () => undefined)
      const hash = createHash('sha256')
      const text = new PlainTextCheck()
      let size = 0
      await notes.insertOne({ _id: id, stream, fileId, at: clock() })
      try {
        for await (const part of body) {
          hash.update(part)
          text.push(part)
          size += part.length
          // One after the other: when the body breaks off, no write is under way that would outlive the cleaning.
          await new Promise<void>((written, failed) =>
            upload.write(part, (error) => (error ? failed(error) : written())),
          )
        }
        await new Promise<void>((written, failed) => {
          upload.once('error', failed)
          upload.end(written)
        })
      } catch (error) {
        await discard(id).catch(() => undefined)
        throw error
      }
      return { id, size, sha256: hash.digest('hex'), isText: text.end(), read: readOf(id) }
    },

    /** Gives bytes the name under which their file is read. */
    async name(id: mongo.ObjectId, key: FileKey): Promise<void> {
      await bucket.rename(id, nameOf(key))
    },

    /** The log knows the file. Of two copies that were written at once the first one stays. */
    async settle(id: mongo.ObjectId, key: FileKey): Promise<void> {
      const [first] = await bucket
        .find({ filename: nameOf(key) })
        .sort({ _id: 1 })
        .limit(1)
        .toArray()
      if (first && !first._id.equals(id)) await discard(id)
      else await notes.deleteOne({ _id: id })
    },

    discard,

    /** @returns undefined when there are no such bytes */
    async open(
      key: FileKey,
    ): Promise<(StoredBytes & { stream(start: number, end: number): Readable }) | undefined> {
      const [found] = await bucket
        .find({ filename: nameOf(key) })
        .sort({ _id: 1 })
        .limit(1)
        .toArray()
      if (!found) return undefined
      return {
        size: found.length,
        read: readOf(found._id),
        stream: (start, end) => bucket.openDownloadStream(found._id, { start, end }),
      }
    },

    /** Removes all bytes of a file. */
    async remove({ stream, fileId }: Pick<FileKey, 'stream' | 'fileId'>): Promise<void> {
      const beginning = new RegExp(`^${nameOf({ stream, fileId, sha256: '' })}`)
      for (const { _id } of await bucket.find({ filename: beginning }).toArray()) await discard(_id)
    },

    /** What was written before `before` and has not been settled. */
    unsettled: (before: Date): Promise<UploadNote[]> => notes.find({ at: { $lt: before } }).toArray(),

    /** The key of bytes that have a name; undefined for others. */
    async keyOf({ _id, stream, fileId }: UploadNote): Promise<FileKey | undefined> {
      const [found] = await bucket.find({ _id }).toArray()
      if (!found || found.filename === UNNAMED) return undefined
      return { stream, fileId, sha256: found.filename.slice(found.filename.lastIndexOf('/') + 1) }
    },
  }
}

function nameOf({ stream, fileId, sha256 }: FileKey): string {
  return `${parseStream(stream)?.id ?? ''}/${fileId}/${sha256}`
}
