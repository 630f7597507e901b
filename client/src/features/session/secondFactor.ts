/** What stands between a right password and a session, read from the refusal. */
import { SecondFactorNeededSchema, type SecondFactorNeeded } from '@colloque/contract'
import { DomainError } from '@colloque/domain'

/** @returns what is asked for besides; undefined for any other refusal */
export function neededBeside(error: unknown): SecondFactorNeeded | undefined {
  if (!(error instanceof DomainError) || error.code !== 'unauthenticated') return undefined
  return SecondFactorNeededSchema.safeParse(error.data).data
}

/** The step that was under way is over: its five minutes or its five tries are used up. */
export function isStepOver(error: unknown): boolean {
  if (!(error instanceof DomainError)) return false
  const { why, triesLeft } = error.data
  return why === 'ticket' || (why === 'wrong_code' && triesLeft === 0)
}

/** A secret as it is read out and typed: by fours. */
export const inGroups = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ')
