/** One-time codes of an app (TOTP, RFC 6238: SHA-1, six digits, thirty seconds) and recovery codes. */
import { DomainError } from '@colloque/domain'
import type { Collection } from 'mongoose'
import { generateSecret, generateURI, verifySync } from 'otplib'
import type { Sealer } from '../../platform/sealed.ts'
import { hashOfRecoveryCode, isRecoveryCode, newRecoveryCodes } from './recovery-codes.ts'

const ISSUER = 'Colloque'
/** A step before and a step after: clocks of telephones, and the time that typing takes. */
const TOLERANCE_SECONDS = 30
const MAJORITY = { writeConcern: { w: 'majority', j: true } } as const

interface StoredFactor {
  /** Sealed. */
  secret: string
  createdAt: Date
  /** Of the last code that was used: none is good twice, nor one before it. */
  lastStep: number
  /** Hashes of those that are left. */
  recovery: string[]
}

export interface SecondFactors {
  /** @returns undefined for an account that has none */
  of(accountId: string): Promise<{ createdAt: Date; recoveryCodesLeft: number } | undefined>
  newSecret(accountId: string): { readonly secret: string; readonly sealed: string }
  /** For the app. @throws unavailable where the secret that sealed it is gone */
  enrolment(sealed: string, account: { id: string; email: string }): { uri: string; secret: string }
  /**
   * Makes an app known by a first code of it, in place of one that was known before.
   * @returns recovery codes; undefined for a wrong code
   */
  enrol(accountId: string, sealed: string, code: string): Promise<string[] | undefined>
  /** Uses a code up, of whichever kind. @returns by what it was; undefined for a wrong one */
  use(accountId: string, code: string): Promise<'totp' | 'recoveryCode' | undefined>
  /** New recovery codes, and none of the old. @throws not_found for an account without a second factor */
  renewRecoveryCodes(accountId: string): Promise<string[]>
  /** Seals by the secret in use what others sealed. */
  reseal(): Promise<void>
}

export function createSecondFactors(accounts: Collection, sealer: Sealer, clock: () => Date): SecondFactors {
  const find = async (accountId: string) => {
    const found = await accounts.findOne({ _id: accountId as never }, { projection: { secondFactor: 1 } })
    return (found as unknown as { secondFactor?: StoredFactor } | null)?.secondFactor
  }
  /** One update decides between two that come with one code. */
  const change = async (accountId: string, filter: object, update: object) => {
    const { matchedCount } = await accounts.updateOne(
      { _id: accountId as never, ...filter },
      update,
      MAJORITY,
    )
    return matchedCount === 1
  }
  /** @returns the step that a code belongs to */
  const stepOf = (secret: string, code: string): number | undefined => {
    const token = code.replace(/\s/g, '')
    if (!/^\d{6}$/.test(token)) return undefined
    const result = verifySync({
      secret,
      token,
      epoch: Math.floor(clock().getTime() / 1_000),
      epochTolerance: TOLERANCE_SECONDS,
    })
    return result.valid && 'timeStep' in result ? result.timeStep : undefined
  }
  const useTotp = async (accountId: string, { secret: sealed }: StoredFactor, code: string) => {
    const secret = sealer.open(sealed, accountId)
    const step = secret === undefined ? undefined : stepOf(secret, code)
    if (step === undefined) return false
    return change(
      accountId,
      { 'secondFactor.secret': sealed, 'secondFactor.lastStep': { $lt: step } },
      { $set: { 'secondFactor.lastStep': step } },
    )
  }

  return {
    of: async (accountId) => {
      const factor = await find(accountId)
      return factor && { createdAt: factor.createdAt, recoveryCodesLeft: factor.recovery.length }
    },
    newSecret: (accountId) => {
      const secret = generateSecret()
      return { secret, sealed: sealer.seal(secret, accountId) }
    },
    enrolment: (sealed, { id, email }) => {
      const secret = sealer.open(sealed, id)
      if (secret === undefined) throw new DomainError('unavailable')
      return { secret, uri: generateURI({ issuer: ISSUER, label: email, secret }) }
    },
    enrol: async (accountId, sealed, code) => {
      const secret = sealer.open(sealed, accountId)
      const lastStep = secret === undefined ? undefined : stepOf(secret, code)
      if (lastStep === undefined) return undefined
      const codes = newRecoveryCodes()
      const recovery = codes.map(hashOfRecoveryCode)
      const factor: StoredFactor = { secret: sealed, createdAt: clock(), lastStep, recovery }
      const isKept = await change(accountId, {}, { $set: { secondFactor: factor } })
      if (!isKept) throw new DomainError('not_found')
      return codes
    },
    use: async (accountId, code) => {
      const factor = await find(accountId)
      if (!factor) return undefined
      if (isRecoveryCode(code)) {
        const hash = hashOfRecoveryCode(code)
        const filter = { 'secondFactor.recovery': hash }
        return (await change(accountId, filter, { $pull: filter })) ? 'recoveryCode' : undefined
      }
      return (await useTotp(accountId, factor, code)) ? 'totp' : undefined
    },
    renewRecoveryCodes: async (accountId) => {
      const codes = newRecoveryCodes()
      const isKept = await change(
        accountId,
        { secondFactor: { $type: 'object' } },
        { $set: { 'secondFactor.recovery': codes.map(hashOfRecoveryCode) } },
      )
      if (!isKept) throw new DomainError('not_found')
      return codes
    },
    reseal: async () => {
      const found = accounts.find({ secondFactor: { $type: 'object' } }, { projection: { secondFactor: 1 } })
      for await (const account of found as AsyncIterable<unknown>) {
        const { _id: id, secondFactor } = account as { _id: string; secondFactor: StoredFactor }
        if (sealer.isCurrent(secondFactor.secret)) continue
        const secret = sealer.open(secondFactor.secret, id)
        if (secret === undefined) continue
        const filter = { 'secondFactor.secret': secondFactor.secret }
        await change(id, filter, { $set: { 'secondFactor.secret': sealer.seal(secret, id) } })
      }
    },
  }
}
