import type { SignInMethod } from '@colloque/contract'
import { DomainError, type Account } from '@colloque/domain'
import { LRUCache } from 'lru-cache'
import mongoose, { Schema, type Connection } from 'mongoose'
import { v7 as uuidv7 } from 'uuid'
import type { Actor } from '../../platform/actor.ts'
import type { AuditTrail } from '../../platform/audit/index.ts'
import type { LogSink } from '../../platform/change-log/index.ts'
import type { Accounts } from './accounts.ts'
import { createProofs, type Proofs, type ProvedSession } from './proofs.ts'
import { createRevocations } from './revocations.ts'
import { newRefreshToken, parseRefreshToken, type Tokens } from './tokens.ts'

interface StoredSession extends ProvedSession {
  _id: string
  accountId: string
  /** Of the refresh token that is good now; any other under this session is one used before. */
  refreshHash: string
  usedAt: Date
  expiresAt: Date
  revokedAt: Date | null
  userAgent: string
  /** By what it was opened; absent in what was opened before that was kept. */
  methods?: SignInMethod[]
}

/** A session that is open, as its owner sees it. */
export interface OpenSession {
  readonly id: string
  readonly userAgent: string
  readonly createdAt: Date
  readonly usedAt: Date
  readonly methods: readonly SignInMethod[]
}

/** A session ends after so long without use, */
const SESSION_DAYS = 30
/** and after so long in any case: then one shows again who one is. */
const SESSION_DAYS_MOST = 90
const DAY_MS = 86_400_000
const MAJORITY = { writeConcern: { w: 'majority', j: true } } as const

type EndedBy = 'ended' | 'reused'

/** A passkey is two factors, and another house's word is its own affair. */
const isSingleFactor = ({ methods = ['password'] }: Pick<StoredSession, 'methods'>) =>
  methods.length === 1 && methods[0] === 'password'

export interface SignedIn {
  readonly accessToken: string
  readonly refreshToken: string
  readonly account: Account
  readonly expiresAt: Date
}

export interface Sessions extends Proofs {
  start(): Promise<void>
  stop(): void
  /** Opens a session for somebody who has shown who they are. */
  open(account: Account, userAgent: string, methods: readonly SignInMethod[]): Promise<SignedIn>
  /** Rotates: the token given is good once. @throws unauthenticated; a token used before ends its session */
  refresh(refreshToken: string | undefined): Promise<SignedIn>
  /** Resolves once the other nodes have closed what it held open, or are behind their fence. */
  end(sessionId: string): Promise<void>
  /** Those of an account that are open, the one used last first. */
  list(accountId: string): Promise<OpenSession[]>
  /** Another node says that it has ended. */
  hearEnded(sessionId: string): void
  /** Ends all that an account has open. @returns how many */
  endAll(accountId: string, but?: { readonly except: string }): Promise<number>
  /** Ends what these accounts have opened by a password alone. */
  endSingleFactor(accountIds: readonly string[]): Promise<number>
  /** Whether a session has neither ended nor run out, as of a second ago. */
  lives(sessionId: string): Promise<boolean>
  /** @returns who a token speaks for, while its session lives */
  authenticate(accessToken: string): Promise<(Actor & { expiresAt: number }) | undefined>
  /** Called with the id of each session that ends, at once on the node that ends it, within half a second elsewhere. */
  onEnded(listener: (sessionId: string) => void): void
}

export function createSessions(options: {
  connection: Connection
  accounts: Accounts
  tokens: Tokens
  audit: Pick<AuditTrail, 'record' | 'note'>
  /** Whether one of these teams lets nobody in by a password alone. */
  requiresSecondFactor(teamIds: readonly string[]): Promise<boolean>
  /** Tells the other nodes that one has ended; resolves once they act on it. */
  tellOthers?: ((sessionId: string) => Promise<void>) | undefined
  /** Called when the database is asked which sessions have ended; what it returns, once that is known here. */
  beginLook?: (() => () => void) | undefined
  clock: () => Date
  logger: LogSink
}): Sessions {
  const { connection, accounts, tokens, audit, requiresSecondFactor, clock, logger } = options
  const { tellOthers, beginLook } = options
  const schema = new Schema<StoredSession>(
    {
      _id: { type: String, required: true },
      accountId: { type: String, required: true, index: true },
      refreshHash: { type: String, required: true },
      createdAt: { type: Date, required: true },
      usedAt: { type: Date, required: true },
      expiresAt: { type: Date, required: true },
      revokedAt: { type: Date, default: null, index: true },
      proof: { type: Object, default: null },
      userAgent: { type: String, default: '' },
      methods: { type: [String], default: ['password'] },
    },
    { versionKey: false },
  )
  const model = connection.model('sessions', schema)
  /** Which sessions live, asked of the database at most once a second each. */
  const living = new LRUCache<string, boolean>({
    max: 20_000,
    ttl: 1_000,
    // Asks the clock each time: after this process stood still, what it remembers is old in the same turn.
    ttlResolution: 0,
  })
  const listeners: ((sessionId: string) => void)[] = []

  const expiry = (now: Date) => new Date(now.getTime() + SESSION_DAYS * DAY_MS)
  const isLiving = async (sessionId: string) => {
    if (revocations.knows(sessionId)) return false
    const known = living.get(sessionId)
    if (known !== undefined) return known
    const found = await model
      .findById(sessionId, { revokedAt: 1, expiresAt: 1 })
      .readConcern('majority')
      .lean<StoredSession>()
    // It may have ended while the database was asked.
    const isEnded = found === null || found.revokedAt !== null || revocations.knows(sessionId)
    const lives = !isEnded && found.expiresAt > clock()
    living.set(sessionId, lives)
    return lives
  }
  const tell = (sessionId: string) => {
    for (const listener of listeners) listener(sessionId)
  }
  const revocations = createRevocations({
    ...{ collection: model.collection, clock, logger, beginLook },
    onRevoked: tell,
  })
  const end = async (sessionId: string, why: EndedBy = 'ended') => {
    const ended = (await model.collection.findOneAndUpdate(
      { _id: sessionId as never, revokedAt: null },
      { $set: { revokedAt: clock() } },
      MAJORITY,
    )) as unknown as StoredSession | null
    revocations.know(sessionId)
    tell(sessionId)
    await tellOthers?.(sessionId)
    if (!ended) return
    const { accountId } = ended
    audit.note({
      trail: `account:${accountId}`,
      kind: why === 'reused' ? 'session.reused' : 'session.ended',
      accountId,
      sessionId,
    })
  }
  const endThose = async (filter: object, except?: string) => {
    const found = await model.find({ ...filter, revokedAt: null }, { _id: 1 }).lean<StoredSession[]>()
    const ids = found.map(({ _id }) => _id).filter((id) => id !== except)
    await Promise.all(ids.map((id) => end(id)))
    return ids.length
  }

  return {
    ...createProofs(model.collection, clock),
    start: async () => {
      await model.createIndexes()
      await revocations.start()
    },
    stop: revocations.stop,
    open: async (account, userAgent, methods) => {
      const now = clock()
      const sessionId = uuidv7()
      const refresh = newRefreshToken(sessionId)
      const session: StoredSession = {
        _id: sessionId,
        accountId: account.id,
        refreshHash: refresh.hash,
        createdAt: now,
        usedAt: now,
        expiresAt: expiry(now),
        revokedAt: null,
        proof: null,
        userAgent: userAgent.slice(0, 200),
        methods: [...methods],
      }
      await model.collection.insertOne(session as never, MAJORITY)
      living.set(sessionId, true)
      await audit.record({
        trail: `account:${account.id}`,
        kind: 'session.opened',
        accountId: account.id,
        sessionId,
        detail: { methods: methods.join('.') },
      })
      return {
        accessToken: tokens.signAccess(account.id, sessionId),
        refreshToken: refresh.token,
        account,
        expiresAt: session.expiresAt,
      }
    },
    refresh: async (refreshToken) => {
      const presented = parseRefreshToken(refreshToken)
      if (!presented) throw new DomainError('unauthenticated')
      const now = clock()
      const next = newRefreshToken(presented.sessionId)
      // One update decides: of two that race with the same token, the second finds another hash.
      const rotated = (await model.collection.findOneAndUpdate(
        {
          _id: presented.sessionId as never,
          refreshHash: presented.hash,
          revokedAt: null,
          expiresAt: { $gt: now },
        },
        [
          {
            $set: {
              refreshHash: next.hash,
              usedAt: now,
              expiresAt: { $min: [expiry(now), { $add: ['$createdAt', SESSION_DAYS_MOST * DAY_MS] }] },
            },
          },
        ],
        { ...MAJORITY, returnDocument: 'after' },
      )) as StoredSession | null
      if (!rotated) {
        await end(presented.sessionId, 'reused')
        throw new DomainError('unauthenticated')
      }
      const account = await accounts.find(rotated.accountId)
      if (!account) throw new DomainError('unauthenticated')
      if (isSingleFactor(rotated) && (await requiresSecondFactor(account.teamIds))) {
        await end(rotated._id)
        throw new DomainError('unauthenticated')
      }
      return {
        accessToken: tokens.signAccess(account.id, rotated._id),
        refreshToken: next.token,
        account,
        expiresAt: rotated.expiresAt,
      }
    },
    end: (sessionId) => end(sessionId),
    hearEnded: revocations.hear,
    list: async (accountId) => {
      const found = await model
        .find({ accountId, revokedAt: null, expiresAt: mongoose.trusted({ $gt: clock() }) })
        .sort({ usedAt: -1, _id: -1 })
        .lean<StoredSession[]>()
      return found.map(({ _id: id, userAgent, createdAt, usedAt, methods = ['password'] }) => ({
        id,
        userAgent,
        createdAt,
        usedAt,
        methods,
      }))
    },
    endAll: (accountId, but) => endThose({ accountId }, but?.except),
    endSingleFactor: async (accountIds) => {
      const filter = { accountId: mongoose.trusted({ $in: [...accountIds] }), revokedAt: null }
      const found = await model.find(filter, { methods: 1 }).lean<StoredSession[]>()
      const single = found.filter(isSingleFactor)
      await Promise.all(single.map(({ _id }) => end(_id)))
      return single.length
    },
    lives: isLiving,
    authenticate: async (accessToken) => {
      const claims = tokens.verifyAccess(accessToken)
      if (!claims || !(await isLiving(claims.sessionId))) return undefined
      const account = await accounts.find(claims.accountId)
      if (!account) return undefined
      const { name, profession, teamIds } = account
      return {
        accountId: account.id,
        sessionId: claims.sessionId,
        name,
        profession,
        teamIds,
        expiresAt: claims.expiresAt,
      }
    },
    onEnded: (listener) => {
      listeners.push(listener)
    },
  }
}
