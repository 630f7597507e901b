import { DomainError, type Account } from '@colloque/domain'
import { hash, verify } from '@node-rs/argon2'
import { LRUCache } from 'lru-cache'
import { Schema, type Connection } from 'mongoose'
import { v7 as uuidv7 } from 'uuid'

interface StoredAccount extends Omit<Account, 'id'> {
  _id: string
  passwordHash: string
}

/** OWASP's figures for argon2id: 19 MiB, two passes, one lane. */
const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** Compared against when the address is unknown, so that the answer takes as long. */
const NOBODY = await hash('nobody-has-this-password', ARGON)
/** CNIL 2022: twelve characters at least where a password stands alone with throttling. */
export const PASSWORD_MIN = 12

/**
 * Accounts are for signing in. They stand outside the change log, since a password's hash must be able to
 * disappear; what a person may see is in the circles alone.
 */
export interface Accounts {
  start(): Promise<void>
  find(accountId: string): Promise<Account | undefined>
  /** Every team that somebody is in. */
  teamIds(): Promise<string[]>
  /** In the order of their ids, after one of them. */
  page(after: string | undefined, limit: number): Promise<Account[]>
  /** @throws conflict when the address has an account; invalid for a password that is too short */
  create(account: Omit<Account, 'id'> & { id?: string }, password: string): Promise<Account>
  /** @returns the account when the password is right; takes as long when there is none */
  authenticate(email: string, password: string): Promise<Account | undefined>
  any(): Promise<boolean>
}

export function createAccounts(connection: Connection): Accounts {
  const schema = new Schema<StoredAccount>(
    {
      _id: { type: String, required: true },
      email: { type: String, required: true, unique: true },
      name: { type: String, required: true },
      profession: { type: String, required: true },
      phone: { type: String, default: null },
      teamIds: { type: [String], required: true },
      passwordHash: { type: String, required: true },
    },
    { versionKey: false },
  )
  const model = connection.model('accounts', schema)
  const cache = new LRUCache<string, Account>({ max: 5_000, ttl: 1_000 })
  const present = ({ _id, email, name, profession, phone, teamIds }: StoredAccount): Account => ({
    id: _id,
    email,
    name,
    profession,
    phone,
    teamIds,
  })

  return {
    start: async () => {
      await model.createIndexes()
    },
    teamIds: () => model.distinct('teamIds'),
    find: async (accountId) => {
      const cached = cache.get(accountId)
      if (cached) return cached
      const found = await model.findById(accountId).lean<StoredAccount>()
      if (!found) return undefined
      const account = present(found)
      cache.set(accountId, account)
      return account
    },
    page: async (after, limit) => {
      const found = await model.collection
        .find((after === undefined ? {} : { _id: { $gt: after } }) as never)
        .sort({ _id: 1 })
        .limit(limit)
        .toArray()
      return (found as unknown as StoredAccount[]).map(present)
    },
    create: async (account, password) => {
      if (password.length < PASSWORD_MIN)
        throw new DomainError('invalid', { field: 'password', why: 'too_short', minimum: PASSWORD_MIN })
      const stored: StoredAccount = {
        _id: account.id ?? uuidv7(),
        email: account.email.toLowerCase(),
        name: account.name,
        profession: account.profession,
        phone: account.phone,
        teamIds: account.teamIds,
        passwordHash: await hash(password, ARGON),
      }
      try {
        await model.collection.insertOne(stored as never, { writeConcern: { w: 'majority', j: true } })
      } catch (error) {
        if ((error as { code?: number }).code === 11_000)
          throw new DomainError('conflict', { field: 'email' })
        throw error
      }
      return present(stored)
    },
    authenticate: async (email, password) => {
      const found = await model.findOne({ email: email.toLowerCase() }).lean<StoredAccount>()
      const right = await verify(found?.passwordHash ?? NOBODY, password)
      return found && right ? present(found) : undefined
    },
    any: async () => (await model.exists({})) !== null,
  }
}
