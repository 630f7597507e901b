import { DomainError, type Account } from '@colloque/domain'
import { hash, verify } from '@node-rs/argon2'
import { LRUCache } from 'lru-cache'
import { Schema, type Collection, type Connection } from 'mongoose'
import { v7 as uuidv7 } from 'uuid'
import { refusalOfPassword } from './password-rules.ts'

/** Who somebody is at an identity provider. Source: OpenID Connect Core, `iss` and `sub`. */
export interface ExternalIdentity {
  readonly issuer: string
  readonly subject: string
}

interface StoredAccount extends Omit<Account, 'id' | 'rpps'> {
  _id: string
  /** Null for whoever signs in by passkey or at an identity provider alone. */
  passwordHash: string | null
  /** Absent for whoever has none, so that the unique index passes over them. */
  rpps?: string
  identities?: ExternalIdentity[]
  /** `issuer subject` of each identity: what the unique index holds. */
  identityKeys?: string[]
  secondFactor?: object
}

/** An account to be made. */
export type NewAccount = Omit<Account, 'id' | 'rpps'> & { id?: string; rpps?: string | null }

/** OWASP's figures for argon2id: 19 MiB, two passes, one lane. */
const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** Compared against when the address is unknown, so that the answer takes as long. */
const NOBODY = await hash('nobody-has-this-password', ARGON)
const MAJORITY = { writeConcern: { w: 'majority', j: true } } as const

/**
 * Accounts are for signing in. They stand outside the change log, since a password's hash must be able to
 * disappear; what a person may see is in the circles alone.
 */
export interface Accounts {
  /** Second factors lie with their accounts. */
  readonly collection: Collection
  start(): Promise<void>
  /** As of a second ago where another node changed it. */
  find(accountId: string): Promise<Account | undefined>
  byEmail(email: string): Promise<Account | undefined>
  byRpps(rpps: string): Promise<Account | undefined>
  byIdentity(issuer: string, subject: string): Promise<Account | undefined>
  /** Ids of who is in a team. */
  inTeam(teamId: string): Promise<string[]>
  /** Every team that somebody is in. */
  teamIds(): Promise<string[]>
  /** In the order of their ids, after one of them. */
  page(after: string | undefined, limit: number): Promise<Account[]>
  /**
   * @param password null for whoever signs in by other means
   * @throws conflict { field } when the address or the number has an account; invalid for a password that is refused
   */
  create(account: NewAccount, password: string | null): Promise<Account>
  /** Ends no session. @throws invalid for a password that is refused; not_found */
  setPassword(accountId: string, password: string): Promise<void>
  hasPassword(accountId: string): Promise<boolean>
  /** Again for the same account changes nothing. @throws conflict when it is somebody else's; not_found */
  linkIdentity(accountId: string, identity: ExternalIdentity): Promise<void>
  unlinkIdentity(accountId: string, identity: ExternalIdentity): Promise<void>
  identities(accountId: string): Promise<readonly ExternalIdentity[]>
  hasSecondFactor(accountId: string): Promise<boolean>
  /** @throws not_found */
  joinTeam(accountId: string, teamId: string): Promise<void>
  /** @throws not_found */
  leaveTeam(accountId: string, teamId: string): Promise<void>
  /** Takes the one-time codes and the recovery codes away; passkeys stay. @throws not_found */
  removeSecondFactor(accountId: string): Promise<void>
  /** @returns the account when the password is right; takes as long when there is none */
  authenticate(email: string, password: string): Promise<Account | undefined>
  any(): Promise<boolean>
}

export function createAccounts(options: {
  connection: Connection
  /** Of teams: known to others, and so of no worth in a password. */
  teamNames(teamIds: readonly string[]): Promise<string[]>
}): Accounts {
  const { connection, teamNames } = options
  const schema = new Schema<StoredAccount>(
    {
      _id: { type: String, required: true },
      email: { type: String, required: true, unique: true },
      name: { type: String, required: true },
      profession: { type: String, required: true },
      phone: { type: String, default: null },
      teamIds: { type: [String], required: true },
      passwordHash: { type: String, default: null },
      rpps: { type: String, unique: true, sparse: true },
      identities: { type: Object },
      identityKeys: { type: Object, index: { unique: true, sparse: true } },
      secondFactor: { type: Object },
    },
    { versionKey: false },
  )
  const model = connection.model('accounts', schema)
  const cache = new LRUCache<string, Account>({ max: 5_000, ttl: 1_000 })
  /** Rises with each write here: what was asked for before it is not remembered after it. */
  let writes = 0

  const one = async (filter: Record<string, unknown>) => {
    const found = await model.findOne(filter as never).lean<StoredAccount>()
    return found ? present(found) : undefined
  }
  const write = async (accountId: string, update: object) => {
    try {
      const { matchedCount } = await model.collection.updateOne({ _id: accountId as never }, update, MAJORITY)
      if (matchedCount === 0) throw new DomainError('not_found')
    } catch (error) {
      throw conflictOf(error)
    } finally {
      writes++
      cache.delete(accountId)
    }
  }

  const hashed = async (password: string, { name, email, teamIds }: Omit<NewAccount, 'id'>) => {
    const owner = { name, email, teamNames: await teamNames(teamIds) }
    const refusal = await refusalOfPassword(password, owner)
    if (refusal) throw new DomainError('invalid', { field: 'password', ...refusal })
    return hash(password, ARGON)
  }

  return {
    collection: model.collection,
    start: async () => {
      await model.createIndexes()
    },
    inTeam: async (teamId) =>
      (await model.find({ teamIds: teamId }, { _id: 1 }).lean()).map(({ _id }) => _id),
    teamIds: () => model.distinct('teamIds'),
    find: async (accountId) => {
      const cached = cache.get(accountId)
      if (cached) return cached
      const asked = writes
      const account = await one({ _id: accountId })
      if (account && asked === writes) cache.set(accountId, account)
      return account
    },
    byEmail: (email) => one({ email: email.toLowerCase() }),
    byRpps: (rpps) => one({ rpps }),
    byIdentity: (issuer, subject) => one({ identityKeys: identityKey({ issuer, subject }) }),
    page: async (after, limit) => {
      const found = await model.collection
        .find((after === undefined ? {} : { _id: { $gt: after } }) as never)
        .sort({ _id: 1 })
        .limit(limit)
        .toArray()
      return (found as unknown as StoredAccount[]).map(present)
    },
    create: async (account, password) => {
      const stored: StoredAccount = {
        _id: account.id ?? uuidv7(),
        email: account.email.toLowerCase(),
        name: account.name,
        profession: account.profession,
        phone: account.phone,
        teamIds: account.teamIds,
        passwordHash: password === null ? null : await hashed(password, account),
        ...(account.rpps ? { rpps: account.rpps } : {}),
      }
      try {
        await model.collection.insertOne(stored as never, MAJORITY)
      } catch (error) {
        throw conflictOf(error)
      }
      return present(stored)
    },
    setPassword: async (accountId, password) => {
      const account = await one({ _id: accountId })
      if (!account) throw new DomainError('not_found')
      await write(accountId, { $set: { passwordHash: await hashed(password, account) } })
    },
    hasPassword: async (accountId) => {
      const found = await model.findById(accountId, { passwordHash: 1 }).lean<StoredAccount>()
      return typeof found?.passwordHash === 'string'
    },
    linkIdentity: async (accountId, identity) => {
      const { issuer, subject } = identity
      await write(accountId, {
        $addToSet: { identities: { issuer, subject }, identityKeys: identityKey(identity) },
      })
    },
    unlinkIdentity: async (accountId, { issuer, subject }) => {
      const key = identityKey({ issuer, subject })
      // An empty list would stand in the unique index, where two of them collide.
      const { matchedCount } = await model.collection.updateOne(
        { _id: accountId as never, identityKeys: [key] } as never,
        { $unset: { identities: '', identityKeys: '' } },
        MAJORITY,
      )
      if (matchedCount === 0)
        await write(accountId, { $pull: { identities: { issuer, subject }, identityKeys: key } })
    },
    identities: async (accountId) => {
      const found = await model.findById(accountId, { identities: 1 }).lean<StoredAccount>()
      return found?.identities ?? []
    },
    hasSecondFactor: async (accountId) =>
      (await model.findById(accountId, { secondFactor: 1 }).lean<StoredAccount>())?.secondFactor !==
      undefined,
    joinTeam: (accountId, teamId) => write(accountId, { $addToSet: { teamIds: teamId } }),
    leaveTeam: (accountId, teamId) => write(accountId, { $pull: { teamIds: teamId } }),
    removeSecondFactor: (accountId) => write(accountId, { $unset: { secondFactor: '' } }),
    authenticate: async (email, password) => {
      const found = await model.findOne({ email: email.toLowerCase() }).lean<StoredAccount>()
      const right = await verify(found?.passwordHash ?? NOBODY, password)
      return found?.passwordHash && right ? present(found) : undefined
    },
    any: async () => (await model.exists({})) !== null,
  }
}

const present = ({ _id, email, name, profession, phone, teamIds, rpps }: StoredAccount): Account => ({
  id: _id,
  email,
  name,
  profession,
  phone,
  teamIds,
  rpps: rpps ?? null,
})

/** No issuer has a space in it, since it is an address. */
const identityKey = ({ issuer, subject }: ExternalIdentity) => `${issuer} ${subject}`

function conflictOf(error: unknown): unknown {
  const { code, message = '' } = error as { code?: number; message?: string }
  if (code !== 11_000) return error
  const field = /identityKeys/.test(message) ? 'identity' : /rpps/.test(message) ? 'rpps' : 'email'
  return new DomainError('conflict', { field })
}
