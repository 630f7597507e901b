import { DomainError } from '@colloque/domain'
import { Schema, type Connection } from 'mongoose'

export interface StoredPasskey {
  /** The credential's id, as the authenticator made it, in base64url. */
  _id: string
  accountId: string
  /** COSE key in base64url. */
  publicKey: string
  /** Signatures that the authenticator says it has made; 0 for ever with those that are synced. */
  counter: number
  /** How a browser reaches it: 'internal', 'hybrid', 'usb'… */
  transports: string[]
  /** Whether it may leave its device; fixed when it is made. */
  deviceType: 'singleDevice' | 'multiDevice'
  backedUp: boolean
  name: string
  createdAt: Date
  lastUsedAt: Date | null
}

const MAJORITY = { writeConcern: { w: 'majority', j: true } } as const
/** Of one account: what a person can still tell apart in a list. */
const PASSKEYS_MAX = 20

/** Public halves of the passkeys of all accounts. */
export interface Passkeys {
  start(): Promise<void>
  /** In the order in which they were made. */
  of(accountId: string): Promise<StoredPasskey[]>
  find(id: string): Promise<StoredPasskey | undefined>
  /** @throws conflict when it is there already, whosever it is, or when the account has enough of them */
  add(passkey: StoredPasskey): Promise<void>
  /** @throws not_found when the account has none of this id */
  rename(accountId: string, id: string, name: string): Promise<StoredPasskey>
  /** @throws not_found when the account has none of this id */
  remove(accountId: string, id: string): Promise<void>
  /** Notes a use. @returns false when another use has brought the counter as far meanwhile, or it is gone */
  use(id: string, use: { counter: number; backedUp: boolean; at: Date }): Promise<boolean>
}

export function createPasskeys(connection: Connection): Passkeys {
  const schema = new Schema<StoredPasskey>(
    {
      _id: { type: String, required: true },
      accountId: { type: String, required: true, index: true },
      publicKey: { type: String, required: true },
      counter: { type: Number, required: true },
      transports: { type: [String], required: true },
      deviceType: { type: String, required: true },
      backedUp: { type: Boolean, required: true },
      name: { type: String, required: true },
      createdAt: { type: Date, required: true },
      lastUsedAt: { type: Date, default: null },
    },
    { versionKey: false },
  )
  const model = connection.model('passkeys', schema)
  const own = (accountId: string, id: string) => ({ _id: id as never, accountId })

  return {
    start: async () => {
      await model.createIndexes()
    },
    of: (accountId) => model.find({ accountId }).sort({ createdAt: 1, _id: 1 }).lean<StoredPasskey[]>(),
    find: async (id) => (await model.findById(id).lean<StoredPasskey>()) ?? undefined,
    add: async (passkey) => {
      if ((await model.countDocuments({ accountId: passkey.accountId })) >= PASSKEYS_MAX)
        throw new DomainError('conflict', { why: 'too_many_passkeys', maximum: PASSKEYS_MAX })
      try {
        await model.collection.insertOne(passkey as never, MAJORITY)
      } catch (error) {
        if ((error as { code?: number }).code !== 11_000) throw error
        throw new DomainError('conflict', { why: 'passkey_known' })
      }
    },
    rename: async (accountId, id, name) => {
      const renamed = (await model.collection.findOneAndUpdate(
        own(accountId, id),
        { $set: { name } },
        { ...MAJORITY, returnDocument: 'after' },
      )) as StoredPasskey | null
      if (!renamed) throw new DomainError('not_found')
      return renamed
    },
    remove: async (accountId, id) => {
      const { deletedCount } = await model.collection.deleteOne(own(accountId, id), MAJORITY)
      if (deletedCount === 0) throw new DomainError('not_found')
    },
    use: async (id, { counter, backedUp, at }) => {
      // An authenticator that does not count says 0 for ever; one that counts never says the same number twice.
      const { matchedCount } = await model.collection.updateOne(
        { _id: id as never, counter: counter === 0 ? 0 : { $lt: counter } },
        { $set: { counter, backedUp, lastUsedAt: at } },
        MAJORITY,
      )
      return matchedCount === 1
    },
  }
}
