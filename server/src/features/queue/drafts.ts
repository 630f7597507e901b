import type { Draft } from '@colloque/contract'
import type { StreamName } from '@colloque/domain'
import { Schema, type Connection } from 'mongoose'

interface StoredDraft extends Omit<Draft, 'stream'> {
  /** `<accountId> <stream> <threadId or ->` */
  _id: string
  accountId: string
  stream: string
  /** Set on what was sent or emptied: what is left of it goes by itself. */
  emptiedAt: Date | null
}

/** So long a device may have been away and still learn that a draft was sent from another. */
const REMEMBERED_SECONDS = 30 * 24 * 3600

/**
 * What each person is writing, the same on all their devices: a register outside the log in which the last written
 * stands, written at most once a second. Read by its author alone, and never logged.
 */
export interface Drafts {
  start(): Promise<void>
  /** @returns whether it stands: one that was written before what is there does not */
  write(accountId: string, draft: Draft): boolean
  of(accountId: string): Promise<Draft[]>
  /** When somebody may no longer read a stream, what they were writing in it goes too. */
  forget(accountId: string, stream: StreamName): Promise<void>
  /**
   * What anybody was writing in a stream goes, on this node too where it waits to be written.
   * @param threadIds only what was written in these threads
   */
  forgetIn(stream: StreamName, threadIds?: readonly string[]): Promise<void>
  stop(): Promise<void>
}

export function createDrafts(
  connection: Connection,
  clock: () => Date,
  onFailure: (error: unknown) => void,
): Drafts {
  const schema = new Schema<StoredDraft>(
    {
      _id: { type: String, required: true },
      accountId: { type: String, index: true },
      stream: String,
      threadId: { type: String, default: null },
      text: String,
      body: { type: Schema.Types.Mixed, default: null },
      at: Number,
      emptiedAt: { type: Date, default: null, expires: REMEMBERED_SECONDS },
    },
    { versionKey: false, minimize: false },
  )
  const model = connection.model('drafts', schema)
  let waiting = new Map<string, StoredDraft>()
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  const flush = () => {
    timer = undefined
    const drafts = [...waiting.values()]
    waiting = new Map()
    if (drafts.length > 0) writing = writing.then(() => put(drafts)).catch(onFailure)
    return writing
  }

  const put = async (drafts: StoredDraft[]) => {
    await model.collection.bulkWrite(
      drafts.map(({ _id, ...fields }) => ({
        updateOne: {
          filter: { _id: _id as never },
          // Another node may hold a later one.
          update: [
            {
              $replaceWith: {
                $cond: [
                  { $gt: [{ $ifNull: ['$at', 0] }, fields.at] },
                  '$$ROOT',
                  { $literal: { _id, ...fields } },
                ],
              },
            },
          ] as never,
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
    write: (accountId, draft) => {
      const _id = `${accountId} ${draft.stream} ${draft.threadId ?? '-'}`
      // A clock that is ahead would keep its device's words over everyone else's.
      const at = Math.min(draft.at, clock().getTime())
      const held = waiting.get(_id)
      if (held && held.at > at) return false
      const emptiedAt = draft.text === '' ? clock() : null
      waiting.set(_id, { ...draft, _id, accountId, at, emptiedAt })
      timer ??= setTimeout(() => void flush(), 1_000)
      return true
    },
    of: async (accountId) => {
      await flush()
      const stored = await model.find({ accountId }).lean<StoredDraft[]>()
      return stored.map(({ stream, threadId, text, body, at }) => ({ stream, threadId, text, body, at }))
    },
    forget: async (accountId, stream) => {
      await flush()
      await model.deleteMany({ accountId, stream })
    },
    forgetIn: async (stream, threadIds) => {
      await flush()
      const threads = threadIds ? { threadId: { $in: [...threadIds] } } : {}
      await model.collection.deleteMany({ stream, ...threads }, { writeConcern: { w: 'majority', j: true } })
    },
    stop: async () => {
      clearTimeout(timer)
      await flush()
    },
  }
}
