/** What stands between a right password and a session, read from the refusal; and handed on to where it is asked. */
import { SecondFactorNeededSchema, type SecondFactorNeeded } from '@colloque/contract'
import { DomainError } from '@colloque/domain'

/** @returns what is asked for besides; undefined for any other refusal */
export function neededBeside(error: unknown): SecondFactorNeeded | undefined {
  if (!(error instanceof DomainError) || error.code !== 'unauthenticated') return undefined
  return SecondFactorNeededSchema.safeParse(error.data).data
}

let begun: SecondFactorNeeded | undefined

/** Leaves a sign-in that began on another page to the sign-in page. */
export function handOn(needed: SecondFactorNeeded): void {
  begun = needed
}

/** @returns what was left, once */
export function takeBegun(): SecondFactorNeeded | undefined {
  const taken = begun
  begun = undefined
  return taken
}
