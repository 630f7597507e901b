/** The circle of a case as the fold that holds it has it. */
import { DomainError, type CircleMember } from '@colloque/domain'
import type { StreamFold } from './change-log/index.ts'

/** The active membership of an account, if there is one. */
export function membershipOf(circle: StreamFold, accountId: string): CircleMember | undefined {
  for (const { after } of circle.all<CircleMember>('circleMember')) {
    if (after?.accountId === accountId && after.status === 'active') return after
  }
  return undefined
}

/**
 * @param field of the command that names the account
 * @throws invalid unless the account is an active member
 */
export function requireInCircle(circle: StreamFold, accountId: string, field: string): void {
  if (!membershipOf(circle, accountId)) throw new DomainError('invalid', { field, why: 'not_in_circle' })
}
