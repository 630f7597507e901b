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
import { membershipOf } from '../../platform/circle.ts'
import { circleOf, partIn } from '../../platform/part.ts'

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

/** Whether somebody may read the stream of a fold, given the fold that holds its circle. */
function mayRead(fold: StreamFold, actor: Actor, circle: StreamFold | undefined): boolean {
  switch (parseStream(fold.stream)?.kind) {
    case 'case':
      return membershipOf(fold, actor.accountId) !== undefined
    case 'part':
      return (
        circle !== undefined &&
        partIn(fold)?.memberIds.includes(actor.accountId) === true &&
        membershipOf(circle, actor.accountId) !== undefined
      )
  }
  const conversation = conversationOf(fold)
  return conversation !== undefined && takesPart(conversation, actor)
}

/**
 * What every command asks before it decides, in whatever kind of stream.
 * @param circle the fold of the case, where the stream is a part of one
 * @returns the actor's place in the circle, where the stream is a case's or a part of one
 * @throws not_found when the stream is not theirs to act in; invalid when their profession does not allow
 */
export function requireAccess(
  fold: StreamFold,
  actor: Actor,
  permission: Permission,
  circle = fold,
): CircleMember | undefined {
  switch (parseStream(fold.stream)?.kind) {
    case 'case':
      return requireMember(fold, actor, permission)
    case 'part': {
      const part = partIn(fold)
      // One that is being made has no members yet: its case alone is asked.
      if (part && !part.memberIds.includes(actor.accountId)) break
      return requireMember(circle, actor, permission)
    }
    case 'conversation':
      if (mayRead(fold, actor, undefined) && isAllowedInConversation(permission)) return undefined
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

export function createCaseAccess(changes: ChangeLog): CaseAccess {
  /** Where no fold is needed to tell. */
  const readsByName = (actor: Actor, stream: StreamName) => {
    const parsed = parseStream(stream)
    if (parsed?.kind === 'member') return parsed.id === actor.accountId
    if (parsed?.kind === 'team') return actor.teamIds.includes(parsed.id)
    const isAskedOfItsFold = ['case', 'part', 'conversation'].includes(parsed?.kind ?? '')
    return isAskedOfItsFold ? undefined : false
  }
  const parts = new Map<string, Set<StreamName>>()
  /** Loads the case of a part, so that it is there for what is asked of memory. */
  const loadCircle = async (fold: StreamFold) => {
    const part = partIn(fold)
    if (!part) return
    parts.set(part.caseId, (parts.get(part.caseId) ?? new Set()).add(fold.stream))
    await changes.fold(`case:${part.caseId}`)
  }
  const mayReadHeld = (fold: StreamFold, actor: Actor) => mayRead(fold, actor, circleOf(changes, fold))

  return {
    async accessPatientCase(actor, caseId, permission) {
      const fold = await changes.fold(`case:${caseId}`)
      requireMember(fold, actor, permission)
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
      if (parsed?.kind === 'case') return parsed.id
      const fold = parsed?.kind === 'part' ? changes.cachedFold(stream) : undefined
      return fold && partIn(fold)?.caseId
    },
    partsAskedFor: (caseId) => parts.get(caseId) ?? [],
  }
}
