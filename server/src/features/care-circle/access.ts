/**
 * The one door to a case. Whoever is not in its circle gets the answer of what does not exist.
 */
import {
  DomainError,
  isAllowed,
  parseStream,
  type CircleMember,
  type Permission,
  type StreamName,
} from '@colloque/domain'
import type { Actor } from '../../platform/actor.ts'
import type { ChangeLog, StreamFold } from '../../platform/change-log/index.ts'

/** The actor's active membership in a fold, if there is one. */
export function membershipOf(fold: StreamFold, accountId: string): CircleMember | undefined {
  for (const { after } of fold.all<CircleMember>('circleMember')) {
    if (after?.accountId === accountId && after.status === 'active') return after
  }
  return undefined
}

/** @throws not_found when the actor is not in the circle, or their place in it does not allow */
export function requireMember(fold: StreamFold, actor: Actor, permission: Permission): CircleMember {
  const member = membershipOf(fold, actor.accountId)
  if (!member) throw new DomainError('not_found')
  // A member sees the case, so the refusal may say more than "not there".
  if (!isAllowed(member, permission))
    throw new DomainError('invalid', { why: 'not_your_profession', permission })
  return member
}

export interface CaseAccess {
  /**
   * Loads a case for somebody.
   * @throws not_found when it does not exist or is not theirs to see
   */
  accessPatientCase(actor: Actor, caseId: string, permission: Permission): Promise<StreamFold>
  /** Whether the actor may read a stream, asked of the stored head. */
  mayReadStream(actor: Actor, stream: StreamName): Promise<boolean>
  /** The same from memory alone, for the moment between the last wait and the answer. */
  mayReadStreamNow(actor: Actor, stream: StreamName): boolean
}

export function createCaseAccess(changes: ChangeLog): CaseAccess {
  const readsWithoutCase = (actor: Actor, stream: StreamName) => {
    const parsed = parseStream(stream)
    if (parsed?.kind === 'member') return parsed.id === actor.accountId
    if (parsed?.kind === 'team') return actor.teamIds.includes(parsed.id)
    return parsed?.kind === 'case' ? undefined : false
  }
  return {
    async accessPatientCase(actor, caseId, permission) {
      const fold = await changes.fold(`case:${caseId}`)
      requireMember(fold, actor, permission)
      return fold
    },
    async mayReadStream(actor, stream) {
      const known = readsWithoutCase(actor, stream)
      if (known !== undefined) return known
      return membershipOf(await changes.fold(stream), actor.accountId) !== undefined
    },
    mayReadStreamNow(actor, stream) {
      const known = readsWithoutCase(actor, stream)
      if (known !== undefined) return known
      const fold = changes.cachedFold(stream)
      return fold !== undefined && membershipOf(fold, actor.accountId) !== undefined
    },
  }
}
