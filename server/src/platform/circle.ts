/** The circle of a case as the fold that holds it has it. */
import {
  delegatedTo,
  DomainError,
  holdsAt,
  type CircleMember,
  type Delegation,
  type Permission,
} from '@colloque/domain'
import type { StreamFold } from './change-log/index.ts'

/**
 * The membership of an account that holds at an instant, if there is one.
 * @param at ISO
 */
export function membershipOf(circle: StreamFold, accountId: string, at: string): CircleMember | undefined {
  return heldMembership(circle, accountId, at)?.after
}

/** The same with its id. */
export function heldMembership(
  circle: StreamFold,
  accountId: string,
  at: string,
): { readonly id: string; readonly after: CircleMember } | undefined {
  for (const { id, after } of circle.all<CircleMember>('circleMember')) {
    if (after?.accountId === accountId && holdsAt(after, at)) return { id, after }
  }
  return undefined
}

/** The membership of somebody who sees the whole case. */
export function professionalOf(circle: StreamFold, accountId: string, at: string): CircleMember | undefined {
  const member = membershipOf(circle, accountId, at)
  return member?.view === 'case' ? member : undefined
}

/** What the protocols that run in a case hand to the profession of a member. */
export const delegatedIn = (circle: StreamFold, { profession }: CircleMember, at: string): Permission[] =>
  delegatedTo(
    profession,
    circle.all<Delegation>('delegation').flatMap(({ after }) => after ?? []),
    at,
  )

/**
 * @param field of the command that names the account
 * @throws invalid unless the account is a member who sees the case
 */
export function requireInCircle(circle: StreamFold, accountId: string, field: string, at: string): void {
  if (!professionalOf(circle, accountId, at))
    throw new DomainError('invalid', { field, why: 'not_in_circle' })
}
