import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import type { StreamName } from '@colloque/domain'
import { mongo } from 'mongoose'
import { DUPLICATE_KEY, DURABLE, READ_LIMIT_MS } from './mongo-commands.ts'
import type { FoldHead, FoldPart, FoldStore } from './ports.ts'

type HeadDocument = Omit<FoldHead, 'stream'> & { readonly _id: StreamName }
interface PartDocument {
  readonly _id: string
  readonly stream: StreamName
  readonly entities: mongo.Binary
}

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

/** The collections `fold_heads` and `fold_parts`: what is in them can be dropped at any time. */
export function createMongoFoldStore(db: mongo.Db): FoldStore {
  const majority = { readConcern: { level: 'majority' } } as const
  const heads = db.collection<HeadDocument>('fold_heads', majority)
  const parts = db.collection<PartDocument>('fold_parts', majority)
  const idOf = (stream: StreamName, { n, seq }: FoldPart): string => `${stream} ${n} ${seq}`

  const head = async (stream: StreamName): Promise<FoldHead | undefined> => {
    const found = await heads.findOne({ _id: stream }, { maxTimeMS: READ_LIMIT_MS })
    if (!found) return undefined
    const { _id, ...rest } = found
    return { stream: _id, ...rest }
  }

  /** Ids begin with the stream, so that the index on `_id` serves. */
  async function removeBut(stream: StreamName, kept: readonly FoldPart[]): Promise<void> {
    const within = { $gte: `${stream} `, $lt: `${stream}!` }
    const ids = kept.map((part) => idOf(stream, part))
    await parts.deleteMany({ _id: { ...within, $nin: ids } }, { writeConcern: DURABLE })
  }

  async function first(write: () => Promise<boolean>): Promise<boolean> {
    try {
      return await write()
    } catch (error) {
      if ((error as { code?: unknown }).code === DUPLICATE_KEY) return false
      throw error
    }
  }

  return {
    head,
    async parts(stream, wanted) {
      const ids = wanted.map((part) => idOf(stream, part))
      const found = await parts.find({ _id: { $in: ids } }, { maxTimeMS: READ_LIMIT_MS }).toArray()
      const byId = new Map(found.map((part) => [part._id, part.entities]))
      const there = ids.flatMap((id) => byId.get(id) ?? [])
      return Promise.all(there.map(async ({ buffer }) => (await decompress(buffer)).toString()))
    },
    async writePart(stream, part, entities) {
      const _id = idOf(stream, part)
      const document = { stream, entities: new mongo.Binary(await compress(entities)) }
      await parts.replaceOne({ _id }, document, { upsert: true, writeConcern: DURABLE })
    },
    async replaceHead({ stream, ...rest }, previous) {
      const options = { writeConcern: DURABLE }
      const isFirst = await first(async () => {
        if (previous === undefined) {
          await heads.insertOne({ _id: stream, ...rest }, options)
          return true
        }
        const { matchedCount } = await heads.replaceOne({ _id: stream, seq: previous }, rest, options)
        return matchedCount === 1
      })
      const held = isFirst ? rest : await head(stream)
      await removeBut(stream, held?.parts ?? [])
      return isFirst
    },
    async forget(stream, seq) {
      const empty = { v: 0, every: 0, seq, hash: '', parts: [] }
      const options = { upsert: true, writeConcern: DURABLE }
      const older = { _id: stream, seq: { $lt: seq } }
      await first(async () => (await heads.replaceOne(older, empty, options)).acknowledged)
      await removeBut(stream, (await head(stream))?.parts ?? [])
    },
  }
}
