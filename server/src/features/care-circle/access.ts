/**
 * The one door to a case. Whoever is not in its circle gets the answer of what does not exist.
 */
import {
  DomainError,
  isAllowed,
  isAllowedInConversation,
  isAllowedInTeam,
  parseStream,
  takesPart,
  type CircleMember,
  type Conversation,
  type Permission,
  type StreamName,
  type TeamMember,
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

/** The conversation that a stream is, if it is one. */
export const conversationOf = (fold: StreamFold): Conversation | undefined =>
  fold.all<Conversation>('conversation')[0]?.after ?? undefined

/** Whether somebody may read the stream of a fold. */
function mayRead(fold: StreamFold, actor: Actor): boolean {
  if (fold.stream.startsWith('case:')) return membershipOf(fold, actor.accountId) !== undefined
  const conversation = conversationOf(fold)
  return conversation !== undefined && takesPart(conversation, actor)
}

/**
 * What every command asks before it decides, in whatever kind of stream.
 * @returns the actor's place in the circle, where the stream is a case's
 * @throws not_found when the stream is not theirs to act in; invalid when their profession does not allow
 */
export function requireAccess(
  fold: StreamFold,
  actor: Actor,
  permission: Permission,
): CircleMember | undefined {
  switch (parseStream(fold.stream)?.kind) {
    case 'case':
      return requireMember(fold, actor, permission)
    case 'conversation':
      if (mayRead(fold, actor) && isAllowedInConversation(permission)) return undefined
      break
    case 'team': {
      const member = fold
        .all<TeamMember>('teamMember')
        .find(({ after }) => after?.accountId === actor.accountId && after.status === 'active')?.after
      if (!member) break
      if (isAllowedInTeam(member, permission)) return undefined
      throw new DomainError('invalid', { why: 'not_your_profession', permission })
    }
  }
  throw new DomainError('not_found')
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
  /** Where no fold is needed to tell. */
  const readsByName = (actor: Actor, stream: StreamName) => {
    const parsed = parseStream(stream)
    if (parsed?.kind === 'member') return parsed.id === actor.accountId
    if (parsed?.kind === 'team') return actor.teamIds.includes(parsed.id)
    return parsed?.kind === 'case' || parsed?.kind === 'conversation' ? undefined : false
  }
  return {
    async accessPatientCase(actor, caseId, permission) {
      const fold = await changes.fold(`case:${caseId}`)
      requireMember(fold, actor, permission)
      return fold
    },
    async mayReadStream(actor, stream) {
      return readsByName(actor, stream) ?? mayRead(await changes.fold(stream), actor)
    },
    mayReadStreamNow(actor, stream) {
      const fold = changes.cachedFold(stream)
      return readsByName(actor, stream) ?? (fold !== undefined && mayRead(fold, actor))
    },
  }
}
