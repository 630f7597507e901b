import type { StreamName } from '@colloque/domain'
import { Schema, trusted, type Connection } from 'mongoose'

interface StoredMark {
  /** `<accountId> <stream>` */
  _id: string
  accountId: string
  stream: string
  seq: number
  /** When the mark came to stand where, the newest last: for « vu ». */
  steps?: { seq: number; at: string }[]
}

/** Steps kept of one mark: older ones say no more than that something was seen before. */
const MOST_STEPS = 500

/** How far each person has read in each stream: a register outside the log, written at most once a second. */
export interface ReadMarks {
  start(): Promise<void>
  mark(accountId: string, stream: StreamName, seq: number): void
  of(accountId: string): Promise<Map<string, number>>
  /** Who has read a stream up to a seq, and when: null where that is too long ago to be known. */
  seenSince(stream: StreamName, seq: number): Promise<{ accountId: string; at: string | null }[]>
  stop(): Promise<void>
}

export function createReadMarks(
  connection: Connection,
  clock: () => Date,
  onFailure: (error: unknown) => void,
): ReadMarks {
  const schema = new Schema<StoredMark>(
    {
      _id: { type: String, required: true },
      accountId: { type: String, index: true },
      stream: { type: String, index: true },
      seq: Number,
      steps: [],
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
      marks.map(({ _id, accountId, stream, seq, steps = [] }) => ({
        updateOne: {
          filter: { _id: _id as never },
          update: {
            $max: { seq },
            $setOnInsert: { accountId, stream },
            $push: { steps: { $each: steps, $slice: -MOST_STEPS } },
          } as never,
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
      const step = { seq, at: clock().toISOString() }
      waiting.set(_id, { _id, accountId, stream, seq, steps: [...(held?.steps ?? []), step] })
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
    seenSince: async (stream, seq) => {
      await flush()
      const marks = await model.find({ stream, seq: trusted({ $gte: seq }) }).lean<StoredMark[]>()
      return marks.map(({ accountId, steps = [] }) => {
        const step = steps.find((one) => one.seq >= seq)
        // The first step kept may stand for earlier ones.
        const known = step !== undefined && (step !== steps[0] || steps.length < MOST_STEPS)
        return { accountId, at: known ? step.at : null }
      })
    },
    stop: async () => {
      clearTimeout(timer)
      await flush()
    },
  }
}
