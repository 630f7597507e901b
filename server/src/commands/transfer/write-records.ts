import { mongo } from 'mongoose'
import { CommandError } from '../terminal/command-error.ts'

/** The import's last write is journalled on a majority, and makes all before it durable. */
const BEHIND = { writeConcern: { w: 1, j: false } } as const
const MOST_DOCUMENTS = 1_000
const MOST_CHARACTERS = 4 * 1024 * 1024

export interface RecordWriter {
  write(collection: string, document: mongo.BSON.Document, size: number): Promise<void>
  /** Writes what is waiting. */
  end(): Promise<void>
}

/** Inserts records many at a time, as they are. */
export function createRecordWriter(db: mongo.Db): RecordWriter {
  let waiting: mongo.BSON.Document[] = []
  let size = 0
  let into = ''

  const end = async (): Promise<void> => {
    const documents = waiting
    waiting = []
    size = 0
    if (documents.length === 0) return
    try {
      await db.collection(into).insertMany(documents, { ...BEHIND, ordered: false })
    } catch (error) {
      const DUPLICATE_KEY = 11_000
      if ((error as { code?: unknown }).code === DUPLICATE_KEY)
        throw new CommandError(`The export has a record of ${into} twice.`)
      throw error
    }
  }

  return {
    end,
    write: async (collection, document, length) => {
      if (collection !== into) await end()
      into = collection
      waiting.push(document)
      size += length
      if (waiting.length >= MOST_DOCUMENTS || size >= MOST_CHARACTERS) await end()
    },
  }
}

/** The driver makes these with a bucket's first upload only, and a bucket that was imported has had it. */
export async function indexFiles(db: mongo.Db): Promise<void> {
  await db.collection('files.files').createIndex({ filename: 1, uploadDate: 1 })
  await db.collection('files.chunks').createIndex({ files_id: 1, n: 1 }, { unique: true })
}
