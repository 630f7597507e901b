import { mongo, Schema, type Connection } from 'mongoose'
import { v5 } from 'uuid'

const NAMESPACE = '0e4a0a3c-5a0e-4c57-8a53-33a4f7a0c9d4'
/** A node that dies while it hands a mail in leaves it to the others after so long. */
const TAKEN_MS = 300_000
/** What somebody was told of is not told again for so long. */
export const REMEMBERED_DAYS = 60

/** One for each person and day. The keys are of what waited: kinds and ids. */
export interface Mailing {
  /** The same on every node, and the mail's Message-ID: a second copy can be told from the first. */
  _id: string
  accountId: string
  /** Of the house's calendar, YYYY-MM-DD. */
  day: string
  state: 'none' | 'sending' | 'sent' | 'refused'
  keys: readonly string[]
  takenUntil: Date
  sentAt: Date | null
}

export interface Mailings {
  start(): Promise<void>
  /** Those whose day is settled, or whose mail is on its way. */
  settled(day: string, now: Date): Promise<Set<string>>
  /** All that somebody was mailed about. */
  keysOf(accountId: string): Promise<Set<string>>
  nothing(accountId: string, day: string, now: Date): Promise<void>
  /** @returns the mailing, if it is this node's to send: of several, one */
  take(accountId: string, day: string, keys: readonly string[], now: Date): Promise<Mailing | undefined>
  end(mailing: Mailing, state: 'sent' | 'refused', now: Date): Promise<void>
  /** Not sent: the next run tries again. */
  giveBack(mailing: Mailing, now: Date): Promise<void>
  purge(before: string): Promise<void>
}

export function createMailings(connection: Connection): Mailings {
  const schema = new Schema<Mailing>(
    {
      _id: { type: String, required: true },
      accountId: { type: String, required: true, index: true },
      day: { type: String, required: true, index: true },
      state: { type: String, required: true },
      keys: { type: [String], required: true },
      takenUntil: { type: Date, required: true },
      sentAt: { type: Date, default: null },
    },
    { versionKey: false },
  )
  const model = connection.model('mailings', schema)
  const { collection } = model
  const id = (accountId: string, day: string) => v5(`${accountId} ${day}`, NAMESPACE)

  /** @returns whether it was not there yet */
  const insert = async (mailing: Mailing): Promise<boolean> => {
    try {
      await collection.insertOne(mailing as never, { writeConcern: { w: 'majority', j: true } })
      return true
    } catch (error) {
      if (error instanceof mongo.MongoServerError && error.code === 11_000) return false
      throw error
    }
  }
  const build = (accountId: string, day: string, over: Partial<Mailing>, now: Date): Mailing => ({
    _id: id(accountId, day),
    accountId,
    day,
    state: 'none',
    keys: [],
    takenUntil: now,
    sentAt: null,
    ...over,
  })

  return {
    start: async () => {
      await model.createIndexes()
    },
    settled: async (day, now) => {
      const found = await collection
        .find({ day, $or: [{ state: { $ne: 'sending' } }, { takenUntil: { $gt: now } }] } as never)
        .project<{ accountId: string }>({ accountId: 1 })
        .toArray()
      return new Set(found.map(({ accountId }) => accountId))
    },
    keysOf: async (accountId) => {
      const found = await collection.find({ accountId, state: 'sent' } as never).toArray()
      return new Set((found as unknown as Mailing[]).flatMap(({ keys }) => keys))
    },
    nothing: async (accountId, day, now) => {
      await insert(build(accountId, day, {}, now))
    },
    take: async (accountId, day, keys, now) => {
      const takenUntil = new Date(now.getTime() + TAKEN_MS)
      const mailing = build(accountId, day, { state: 'sending', keys, takenUntil }, now)
      if (await insert(mailing)) return mailing
      const again = await collection.updateOne(
        { _id: mailing._id as never, state: 'sending', takenUntil: { $lte: now } },
        { $set: { takenUntil, keys } },
      )
      return again.modifiedCount === 1 ? mailing : undefined
    },
    end: async ({ _id }, state, now) => {
      await collection.updateOne({ _id: _id as never }, { $set: { state, sentAt: now } })
    },
    giveBack: async ({ _id }, now) => {
      await collection.updateOne({ _id: _id as never, state: 'sending' }, { $set: { takenUntil: now } })
    },
    purge: async (before) => {
      await collection.deleteMany({ day: { $lt: before } } as never)
    },
  }
}
