import {
  canRemoveFromCircle,
  DomainError,
  hasAgreedTo,
  newCircleMember,
  objectionTo,
  presetView,
  type Account,
  type CircleMember,
} from '@colloque/domain'
import { heldMembership, membershipOf } from '../../platform/circle.ts'
import { decided, entity, requireEntity, requireRev, type CommandHandlers } from '../../platform/commands.ts'
import type { StreamFold } from '../../platform/change-log/index.ts'
import { activeMembers, consentsIn, leaving } from './circle-changes.ts'

interface Directory {
  /** @returns the account, or undefined when there is none */
  account(accountId: string): Promise<Account | undefined>
}

export function careCircleCommands(
  directory: Directory,
): Pick<CommandHandlers, 'circle.add' | 'circle.update' | 'circle.leave' | 'circle.remove'> {
  return {
    'circle.add': async (input, actor) => {
      const account = input.accountId === undefined ? undefined : await directory.account(input.accountId)
      // Only colleagues of a team that both are in: a wider directory would tell who works where.
      const colleague = account?.teamIds.some((teamId) => actor.teamIds.includes(teamId))
      if (input.accountId !== undefined && !colleague)
        throw new DomainError('invalid', { field: 'accountId' })
      if (!account && input.name === undefined) throw new DomainError('invalid', { field: 'name' })
      if (!account && input.profession === undefined && input.relation === undefined) {
        throw new DomainError('invalid', { field: 'relation' })
      }
      const profession = account?.profession ?? input.profession ?? null
      return ({ fold, caseId, now, newId }) => {
        if (account && membershipOf(fold, account.id, now))
          throw new DomainError('conflict', { why: 'already_in_circle' })
        requireFuture(input.until, now)
        const recipient = { accountId: account?.id ?? null, profession }
        requireNoObjection(fold, recipient)
        // Who is there by name alone is told nothing: only an account needs the person's word (CSP L1110-4).
        const member = newCircleMember({
          ...{ caseId, ...recipient, addedBy: actor.accountId, addedAt: now },
          name: account?.name ?? input.name ?? '',
          relation: input.relation ?? null,
          phone: account?.phone ?? input.phone ?? null,
          role: input.role ?? 'member',
          view: input.view ?? presetView(profession),
          basis: account ? 'team' : profession === null ? 'relative' : 'consent',
          why: input.why ?? null,
          until: input.until ?? null,
        })
        requireSound(member)
        return { kind: 'circle.memberAdded', entities: [entity('circleMember', newId(0), member)] }
      }
    },

    'circle.update': (input) => {
      const { memberId, rev, caseId: _case, commandId: _command, ...given } = input
      const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
      return ({ fold, now }) => {
        const held = requireEntity(fold, 'circleMember', memberId)
        requireRev(held, rev)
        if (held.after.status !== 'active') throw new DomainError('conflict', { why: 'left' })
        if (held.after.basis === 'emergency') throw new DomainError('conflict', { why: 'emergency' })
        if (given.until !== held.after.until) requireFuture(given.until ?? undefined, now)
        const after: CircleMember = { ...held.after, ...said }
        if (JSON.stringify(after) === JSON.stringify(held.after))
          return { unchanged: { type: 'circleMember', id: memberId } }
        requireSound(after)
        if (after.view === 'case' && held.after.view === 'shared') requireGround(fold, memberId, after)
        if (after.view === 'shared' && held.after.view === 'case') requireAnother(fold, memberId)
        return decided('circle.memberUpdated', 'circleMember', held, after)
      }
    },

    'circle.leave':
      ({ reason }) =>
      ({ actor, fold, now }) => {
        const own = heldMembership(fold, actor.accountId, now)
        if (!own) throw new DomainError('not_found', { type: 'circleMember' })
        return { kind: 'circle.memberLeft', entities: leaving(fold, own, { now, why: reason ?? null }) }
      },

    'circle.remove':
      (input) =>
      ({ fold, member, now }) => {
        const gone = activeMembers(fold).find(
          ({ id, after }) =>
            id === input.memberId || (input.accountId !== undefined && after.accountId === input.accountId),
        )
        if (!gone || !member) throw new DomainError('not_found', { type: 'circleMember' })
        if (!canRemoveFromCircle(member, gone.after))
          throw new DomainError('invalid', { why: 'not_yours_to_remove' })
        return {
          kind: 'circle.memberRemoved',
          entities: leaving(fold, gone, { now, why: input.reason ?? null }),
        }
      },
  }
}

/** @throws invalid for an end that has come already */
export function requireFuture(until: string | undefined, now: string): void {
  if (until !== undefined && until <= now) throw new DomainError('invalid', { field: 'until', why: 'past' })
}

/** @throws conflict when the person does not want them to know */
export function requireNoObjection(
  fold: StreamFold,
  recipient: { memberId?: string; accountId: string | null; profession: string | null },
): void {
  const consentId = objectionTo(recipient, consentsIn(fold))
  if (consentId !== undefined) throw new DomainError('conflict', { why: 'person_objects', consentId })
}

/** Whoever sees the whole case acts there by their trade. */
function requireSound({ view, profession, role }: CircleMember): void {
  if (view === 'case' && profession === null)
    throw new DomainError('invalid', { field: 'view', why: 'not_a_professional' })
  if (role === 'referent' && view !== 'case')
    throw new DomainError('invalid', { field: 'role', why: 'sees_too_little' })
}

/**
 * Outside the care team the person's consent comes first (CSP L1110-4, III).
 * @throws invalid without it
 */
export function requireGround(fold: StreamFold, memberId: string, member: CircleMember): void {
  if (member.basis !== 'consent') return
  if (!hasAgreedTo({ memberId, ...member }, consentsIn(fold)))
    throw new DomainError('invalid', { why: 'consent_missing' })
}

function requireAnother(fold: StreamFold, memberId: string): void {
  const others = activeMembers(fold).filter(
    ({ id, after }) => id !== memberId && after.accountId !== null && after.view === 'case',
  )
  if (others.length === 0) throw new DomainError('conflict', { why: 'last_of_circle' })
}
