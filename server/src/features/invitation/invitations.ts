import { createHash, randomBytes } from 'node:crypto'
import type { InvitationKind } from '@colloque/contract'
import { DomainError, type Profession } from '@colloque/domain'
import { Schema, type Connection } from 'mongoose'
import { v7 as uuidv7 } from 'uuid'

export interface StoredInvitation {
  _id: string
  /** SHA-256 of the secret in the link, which is stored nowhere. */
  tokenHash: string
  kind: InvitationKind
  teamId: string | null
  caseId: string | null
  memberId: string | null
  /** Of a recovery whose account it is; of an invitation the id that a new account takes. */
  accountId: string
  email: string
  name: string
  profession: Profession | null
  rpps: string | null
  resetSecondFactor: boolean
  /** Null for a recovery that the person asked for by themself. */
  madeBy: string | null
  madeAt: Date
  expiresAt: Date
  usedAt: Date | null
  revokedAt: Date | null
}

export type NewInvitation = Pick<StoredInvitation, 'kind' | 'email' | 'name' | 'madeBy'> &
  Partial<StoredInvitation>

/** Whom links of one kind are for: a new one takes the place of those before it. */
type Addressee = Pick<StoredInvitation, 'kind'> & Partial<StoredInvitation>

const MAJORITY = { writeConcern: { w: 'majority', j: true } } as const
/** What is over says for so long why a link does nothing any more. */
const REMEMBERED_MS = 30 * 86_400_000
const PURGE_EVERY_MS = 3_600_000

export interface Invitations {
  start(): Promise<void>
  /** @returns the invitation, and the secret, which is told here for the only time */
  make(made: NewInvitation, lifetimeMs: number): Promise<{ invitation: StoredInvitation; token: string }>
  /** Those that can still be used, the last first. */
  open(of: Addressee): Promise<StoredInvitation[]>
  /** @throws not_found { why } for one that is unknown, used, withdrawn or over */
  read(token: string): Promise<StoredInvitation>
  /** Uses it up, once: of two at the same time one. @throws not_found, as `read` does */
  take(token: string): Promise<StoredInvitation>
  /** What was to be done with it was refused: it can be used again. */
  giveBack(invitationId: string): Promise<void>
  /** @returns whether there was one to withdraw */
  withdraw(of: Addressee): Promise<boolean>
}

export function createInvitations(connection: Connection, clock: () => Date): Invitations {
  const nullable = { type: String, default: null }
  const schema = new Schema<StoredInvitation>(
    {
      _id: { type: String, required: true },
      tokenHash: { type: String, required: true, unique: true },
      kind: { type: String, required: true },
      teamId: { ...nullable, index: true },
      caseId: { ...nullable, index: true },
      memberId: nullable,
      accountId: { type: String, required: true, index: true },
      email: { type: String, required: true },
      name: { type: String, required: true },
      profession: nullable,
      rpps: nullable,
      resetSecondFactor: { type: Boolean, required: true },
      madeBy: nullable,
      madeAt: { type: Date, required: true },
      expiresAt: { type: Date, required: true, index: true },
      usedAt: { type: Date, default: null },
      revokedAt: { type: Date, default: null },
    },
    { versionKey: false },
  )
  const model = connection.model('invitations', schema)
  const collection = model.collection
  let purgedAt = 0

  const standing = () => ({ usedAt: null, revokedAt: null, expiresAt: { $gt: clock() } })
  const find = async (token: string) =>
    (await collection.findOne({ tokenHash: hashOf(token) })) as unknown as StoredInvitation | null

  /** Whoever has the link may learn what became of it. */
  const refusal = async (token: string) => {
    const found = await find(token)
    const why = !found ? 'unknown' : found.usedAt ? 'used' : found.revokedAt ? 'withdrawn' : 'expired'
    return new DomainError('not_found', { why })
  }

  const purge = async (now: Date) => {
    if (now.getTime() - purgedAt < PURGE_EVERY_MS) return
    purgedAt = now.getTime()
    await collection.deleteMany({ expiresAt: { $lte: new Date(now.getTime() - REMEMBERED_MS) } })
  }

  const withdraw = async (of: Addressee) => {
    const { modifiedCount } = await collection.updateMany(
      { ...of, ...standing() } as never,
      { $set: { revokedAt: clock() } },
      MAJORITY,
    )
    return modifiedCount > 0
  }

  return {
    start: async () => {
      await model.createIndexes()
    },
    make: async (made, lifetimeMs) => {
      const now = clock()
      await purge(now)
      const token = randomBytes(32).toString('base64url')
      const invitation: StoredInvitation = {
        ...{ _id: uuidv7(), teamId: null, caseId: null, memberId: null, accountId: uuidv7() },
        ...{ profession: null, rpps: null, resetSecondFactor: false, usedAt: null, revokedAt: null },
        ...made,
        tokenHash: hashOf(token),
        madeAt: now,
        expiresAt: new Date(now.getTime() + lifetimeMs),
      }
      await collection.insertOne(invitation as never, MAJORITY)
      return { invitation, token }
    },
    open: async (of) =>
      (await collection
        .find({ ...of, ...standing() } as never)
        .sort({ _id: -1 })
        .limit(200)
        .toArray()) as unknown as StoredInvitation[],
    read: async (token) => {
      const found = await find(token)
      const isOpen = found && !found.usedAt && !found.revokedAt && found.expiresAt > clock()
      if (!isOpen) throw await refusal(token)
      return found
    },
    take: async (token) => {
      const taken = (await collection.findOneAndUpdate(
        { tokenHash: hashOf(token), ...standing() },
        { $set: { usedAt: clock() } },
        { ...MAJORITY, returnDocument: 'after' },
      )) as StoredInvitation | null
      if (!taken) throw await refusal(token)
      return taken
    },
    giveBack: async (invitationId) => {
      await collection.updateOne({ _id: invitationId as never }, { $set: { usedAt: null } }, MAJORITY)
    },
    withdraw,
  }
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url')
