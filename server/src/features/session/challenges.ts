import { randomBytes } from 'node:crypto'
import { Schema, type Collection, type Connection } from 'mongoose'

/** What a challenge is good for; one asked for another act proves nothing. */
export type ChallengePurpose = 'signIn' | 'prove' | 'register'

interface StoredChallenge {
  /** The challenge itself: whoever reads it here still lacks the key that signs it. */
  _id: string
  purpose: ChallengePurpose
  /** Null before signing in. */
  sessionId: string | null
  expiresAt: Date
}

/** As long as a browser waits for the person, and a little more. */
const CHALLENGE_SECONDS = 300
const PURGE_EVERY_MS = 60_000

/** Random values that a passkey signs, each good once, for one act, on whichever node the answer comes in. */
export interface Challenges {
  /** Tickets of a second factor lie here too, and expire with the rest. */
  readonly collection: Collection
  start(): Promise<void>
  /** @param sessionId the session that it is for; null before signing in */
  issue(purpose: ChallengePurpose, sessionId: string | null): Promise<string>
  /** Uses a challenge up. @returns whether it was issued for this and has not expired */
  redeem(challenge: string, purpose: ChallengePurpose, sessionId: string | null): Promise<boolean>
  /** Removes what has expired, once a minute at most. */
  purge(): Promise<void>
}

export function createChallenges(connection: Connection, clock: () => Date): Challenges {
  const schema = new Schema<StoredChallenge>(
    {
      _id: { type: String, required: true },
      purpose: { type: String, required: true },
      sessionId: { type: String, default: null },
      expiresAt: { type: Date, required: true, index: true },
    },
    { versionKey: false },
  )
  const model = connection.model('challenges', schema)
  let purgedAt = 0

  /** The embedded engine's TTL indexes delete nothing. */
  const purge = async (now: Date) => {
    if (now.getTime() - purgedAt < PURGE_EVERY_MS) return
    purgedAt = now.getTime()
    await model.collection.deleteMany({ expiresAt: { $lte: now } })
  }

  return {
    collection: model.collection,
    start: async () => {
      await model.createIndexes()
    },
    purge: () => purge(clock()),
    issue: async (purpose, sessionId) => {
      const now = clock()
      await purge(now)
      const challenge = randomBytes(32).toString('base64url')
      const expiresAt = new Date(now.getTime() + CHALLENGE_SECONDS * 1_000)
      const stored: StoredChallenge = { _id: challenge, purpose, sessionId, expiresAt }
      await model.collection.insertOne(stored as never)
      return challenge
    },
    redeem: async (challenge, purpose, sessionId) => {
      // One deletion decides: of two answers to one challenge the second finds none.
      const found = (await model.collection.findOneAndDelete({
        _id: challenge as never,
        purpose,
        sessionId,
        expiresAt: { $gt: clock() },
      })) as unknown
      return found !== null
    },
  }
}
