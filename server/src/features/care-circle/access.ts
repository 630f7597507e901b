/**
 * The one door to a case. Whoever is not in its circle gets the answer of what does not exist.
 */
import {
  DomainError,
  holdsAt,
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
import type { CommandContext } from '../../platform/commands.ts'
import { delegatedIn, membershipOf, professionalOf } from '../../platform/circle.ts'
import { circleOf, partIn, sharedCaseOf } from '../../platform/part.ts'

/** Whether a member may do something in a case at an instant (ISO): what every door asks, and what is shown of it. */
export const mayInCase = (
  fold: StreamFold,
  member: CircleMember,
  permission: Permission,
  at: string,
): boolean => holdsAt(member, at) && isAllowed(member, permission, delegatedIn(fold, member, at))

/**
 * @param at ISO instant at which it is asked
 * @throws not_found when the actor does not see the whole case, or for what is shared is not in its circle; invalid when their place in it does not allow
 */
export function requireMember(
  fold: StreamFold,
  actor: Actor,
  permission: Permission,
  at: string,
): CircleMember {
  // What is everybody's whom the case is shared with is asked of any place in the circle.
  const find = permission.startsWith('shared.') ? membershipOf : professionalOf
  const member = find(fold, actor.accountId, at)
  if (!member) throw new DomainError('not_found')
  // A member sees the case, so the refusal may say more than "not there".
  if (!mayInCase(fold, member, permission, at))
    throw new DomainError('invalid', { why: 'not_your_profession', permission })
  return member
}

/** For what a command does besides what its own permission is for. @throws invalid */
export function requirePermission({ circle, member, now }: CommandContext, permission: Permission): void {
  if (!member || !mayInCase(circle, member, permission, now))
    throw new DomainError('invalid', { why: 'not_your_profession', permission })
}

/** The conversation that a stream is, if it is one. */
export const conversationOf = (fold: StreamFold): Conversation | undefined =>
  fold.all<Conversation>('conversation')[0]?.after ?? undefined

/** Whether somebody may read the stream of a fold, given the fold that holds its circle. */
function mayRead(fold: StreamFold, actor: Actor, circle: StreamFold | undefined, at: string): boolean {
  switch (parseStream(fold.stream)?.kind) {
    case 'case':
      return professionalOf(fold, actor.accountId, at) !== undefined
    case 'shared':
      return circle !== undefined && membershipOf(circle, actor.accountId, at) !== undefined
    case 'part':
      return (
        circle !== undefined &&
        partIn(fold)?.memberIds.includes(actor.accountId) === true &&
        professionalOf(circle, actor.accountId, at) !== undefined
      )
  }
  const conversation = conversationOf(fold)
  return conversation !== undefined && takesPart(conversation, actor)
}

/**
 * What every command asks before it decides, in whatever kind of stream.
 * @param at ISO instant at which it is asked
 * @param circle the fold of the case, where the stream is a part of one, or what it shares
 * @returns the actor's place in the circle, where the stream is a case's or a part of one
 * @throws not_found when the stream is not theirs to act in; invalid when their profession does not allow
 */
export function requireAccess(
  fold: StreamFold,
  actor: Actor,
  permission: Permission,
  at: string,
  circle = fold,
): CircleMember | undefined {
  switch (parseStream(fold.stream)?.kind) {
    case 'case':
      return requireMember(fold, actor, permission, at)
    case 'part': {
      const part = partIn(fold)
      // One that is being made has no members yet: its case alone is asked.
      if (part && !part.memberIds.includes(actor.accountId)) break
      return requireMember(circle, actor, permission, at)
    }
    case 'shared': {
      const member = membershipOf(circle, actor.accountId, at)
      if (!member) break
      if (isAllowed(member, permission)) return member
      throw new DomainError('invalid', { why: 'not_yours', permission })
    }
    case 'conversation':
      if (mayRead(fold, actor, undefined, at) && isAllowedInConversation(permission)) return undefined
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
  /** The case of whose circle the readers of a stream are, as memory holds it: of a case or of a part of one. */
  caseOf(stream: StreamName): string | undefined
  /** The parts of a case that somebody has asked to read on this node. */
  partsAskedFor(caseId: string): Iterable<StreamName>
}

export function createCaseAccess(changes: ChangeLog, clock: () => Date): CaseAccess {
  const now = () => clock().toISOString()
  /** Where no fold is needed to tell. */
  const readsByName = (actor: Actor, stream: StreamName) => {
    const parsed = parseStream(stream)
    if (parsed?.kind === 'member') return parsed.id === actor.accountId
    if (parsed?.kind === 'team') return actor.teamIds.includes(parsed.id)
    const isAskedOfItsFold = ['case', 'shared', 'part', 'conversation'].includes(parsed?.kind ?? '')
    return isAskedOfItsFold ? undefined : false
  }
  const parts = new Map<string, Set<StreamName>>()
  /** Loads the case of a part, so that it is there for what is asked of memory. */
  const loadCircle = async (fold: StreamFold) => {
    const shared = sharedCaseOf(fold.stream)
    if (shared !== undefined) await changes.fold(`case:${shared}`)
    const part = partIn(fold)
    if (!part) return
    parts.set(part.caseId, (parts.get(part.caseId) ?? new Set()).add(fold.stream))
    await changes.fold(`case:${part.caseId}`)
  }
  const mayReadHeld = (fold: StreamFold, actor: Actor) => mayRead(fold, actor, circleOf(changes, fold), now())

  return {
    async accessPatientCase(actor, caseId, permission) {
      const fold = await changes.fold(`case:${caseId}`)
      requireMember(fold, actor, permission, now())
      return fold
    },
    async mayReadStream(actor, stream) {
      const byName = readsByName(actor, stream)
      if (byName !== undefined) return byName
      const fold = await changes.fold(stream)
      await loadCircle(fold)
      return mayReadHeld(fold, actor)
    },
    mayReadStreamNow(actor, stream) {
      const fold = changes.cachedFold(stream)
      return readsByName(actor, stream) ?? (fold !== undefined && mayReadHeld(fold, actor))
    },
    caseOf(stream) {
      const parsed = parseStream(stream)
      if (parsed?.kind === 'case' || parsed?.kind === 'shared') return parsed.id
      const fold = parsed?.kind === 'part' ? changes.cachedFold(stream) : undefined
      return fold && partIn(fold)?.caseId
    },
    partsAskedFor: (caseId) => parts.get(caseId) ?? [],
  }
}
