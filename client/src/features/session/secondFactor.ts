/** The steps of a second factor, and its secret. */
import { DomainError } from '@colloque/domain'

/** The step that was under way is over: its five minutes or its five tries are used up. */
export function isStepOver(error: unknown): boolean {
  if (!(error instanceof DomainError)) return false
  const { why, triesLeft } = error.data
  return why === 'ticket' || (why === 'wrong_code' && triesLeft === 0)
}

/** A secret as it is read out and typed: by fours. */
export const inGroups = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ')
