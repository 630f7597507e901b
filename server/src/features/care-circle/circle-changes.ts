/** What several commands of a circle do alike. */
import {
  DomainError,
  withoutPerson,
  type CircleMember,
  type SharingConsent,
  type Task,
} from '@colloque/domain'
import type { DecidedEntity, StreamFold } from '../../platform/change-log/index.ts'
import { entity } from '../../platform/commands.ts'

export interface HeldMember {
  readonly id: string
  readonly after: CircleMember
}

/** Those who are in a circle, ended memberships apart. */
export const activeMembers = (fold: StreamFold): HeldMember[] =>
  fold
    .all<CircleMember>('circleMember')
    .flatMap(({ id, after }) => (after?.status === 'active' ? [{ id, after }] : []))

export const consentsIn = (fold: StreamFold) => fold.all<SharingConsent>('sharingConsent')

/**
 * Somebody leaves: what they held is free in the same change, since they could not give it back any more.
 * @throws conflict when nobody would be left who could open the case
 */
export function leaving(
  fold: StreamFold,
  { id, after }: HeldMember,
  { now, why }: { readonly now: string; readonly why: string | null },
): DecidedEntity[] {
  const sees = ({ accountId, view, basis }: CircleMember) =>
    accountId !== null && view === 'case' && basis !== 'emergency'
  const others = activeMembers(fold).filter((other) => other.id !== id && sees(other.after))
  if (sees(after) && others.length === 0) throw new DomainError('conflict', { why: 'last_of_circle' })
  return [
    entity('circleMember', id, { ...after, status: 'left', leftAt: now, leftReason: why }),
    ...freedTasks(fold, after.accountId),
  ]
}

export function freedTasks(fold: StreamFold, accountId: string | null): DecidedEntity[] {
  if (accountId === null) return []
  return fold.all<Task>('task').flatMap(({ id, after }) => {
    const freed = after && withoutPerson(after, accountId)
    return freed && freed !== after ? [entity('task', id, freed)] : []
  })
}
