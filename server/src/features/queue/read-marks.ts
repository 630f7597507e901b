import type { StreamName } from '@colloque/domain'
import { Schema, type Connection } from 'mongoose'

interface StoredMark {
  /** `<accountId> <stream>` */
  _id: string
  accountId: string
  stream: string
  seq: number
}

/** How far each person has read in each stream: a register outside the log, written at most once a second. */
export interface ReadMarks {
  start(): Promise<void>
  mark(accountId: string, stream: StreamName, seq: number): void
  of(accountId: string): Promise<Map<string, number>>
  stop(): Promise<void>
}

export function createReadMarks(connection: Connection, onFailure: (error: unknown) => void): ReadMarks {
  const schema = new Schema<StoredMark>(
    {
      _id: { type: String, required: true },
      accountId: { type: String, index: true },
      stream: String,
      seq: Number,
    },
    { versionKey: false },
  )
  const model = connection.model('readMarks', schema)
  let waiting = new Map<string, StoredMark>()
  let timer: NodeJS.Timeout | undefined

  const flush = async () => {
    const marks = [...waiting.values()]
    waiting = new Map()
    timer = undefined
    if (marks.length === 0) return
    await model.collection.bulkWrite(
      marks.map(({ _id, accountId, stream, seq }) => ({
        updateOne: {
          filter: { _id: _id as never },
          update: { $max: { seq }, $setOnInsert: { accountId, stream } },
          upsert: true,
        },
      })),
      { ordered: false },
    )
  }

  return {
    start: async () => {
      await model.createIndexes()
    },
    mark: (accountId, stream, seq) => {
      const _id = `${accountId} ${stream}`
      const held = waiting.get(_id)
      if (held && held.seq >= seq) return
      waiting.set(_id, { _id, accountId, stream, seq })
      timer ??= setTimeout(() => void flush().catch(onFailure), 1_000)
    },
    of: async (accountId) => {
      const stored = await model.find({ accountId }).lean<StoredMark[]>()
      const marks = new Map(stored.map(({ stream, seq }) => [stream, seq]))
      for (const mark of waiting.values()) {
        if (mark.accountId === accountId)
          marks.set(mark.stream, Math.max(mark.seq, marks.get(mark.stream) ?? 0))
      }
      return marks
    },
    stop: async () => {
      clearTimeout(timer)
      await flush()
    },
  }
}
