import { createHash, randomBytes } from 'node:crypto'
import { Schema, type Connection } from 'mongoose'

/** A sign-in that is under way at the provider's. */
export interface OidcAttempt {
  readonly nonce: string
  readonly codeVerifier: string
  /** Our own path, to which the browser goes after. */
  readonly to: string
  /** Who links, in which session; null for whoever signs in. */
  readonly accountId: string | null
  readonly sessionId: string | null
}

interface StoredAttempt extends OidcAttempt {
  /** SHA-256 of the state. */
  _id: string
  /** SHA-256 of what the browser keeps in its cookie. */
  browserHash: string
  expiresAt: Date
}

/** As long as somebody looks for their card or telephone. */
export const ATTEMPT_SECONDS = 600
const PURGE_EVERY_MS = 60_000

/** Each good once, in the browser that began it, on whichever node it comes back. */
export interface OidcAttempts {
  start(): Promise<void>
  /** @returns the state that the provider hands back */
  begin(browser: string, attempt: OidcAttempt): Promise<string>
  /** @returns undefined for one that is unknown, over, used, or another browser's */
  redeem(state: string, browser: string): Promise<OidcAttempt | undefined>
}

export function createOidcAttempts(connection: Connection, clock: () => Date): OidcAttempts {
  const schema = new Schema<StoredAttempt>(
    {
      _id: { type: String, required: true },
      browserHash: { type: String, required: true },
      nonce: { type: String, required: true },
      codeVerifier: { type: String, required: true },
      to: { type: String, required: true },
      accountId: { type: String, default: null },
      sessionId: { type: String, default: null },
      expiresAt: { type: Date, required: true, index: true },
    },
    { versionKey: false },
  )
  const model = connection.model('oidcattempts', schema)
  let purgedAt = 0

  return {
    start: async () => {
      await model.createIndexes()
    },
    begin: async (browser, attempt) => {
      const now = clock()
      if (now.getTime() - purgedAt >= PURGE_EVERY_MS) {
        purgedAt = now.getTime()
        await model.collection.deleteMany({ expiresAt: { $lte: now } })
      }
      const state = randomBytes(32).toString('base64url')
      const expiresAt = new Date(now.getTime() + ATTEMPT_SECONDS * 1_000)
      const stored: StoredAttempt = {
        ...{ _id: hashOf(state), browserHash: hashOf(browser), expiresAt },
        ...attempt,
      }
      await model.collection.insertOne(stored as never)
      return state
    },
    redeem: async (state, browser) => {
      const found = (await model.collection.findOneAndDelete({
        _id: hashOf(state) as never,
        browserHash: hashOf(browser),
        expiresAt: { $gt: clock() },
      })) as unknown as StoredAttempt | null
      return found ?? undefined
    },
  }
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url')
