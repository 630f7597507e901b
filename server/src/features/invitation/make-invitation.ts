import { INVITATION_PATH, type Invitation, type MadeInvitation } from '@colloque/contract'
import { NewCaseInvitationSchema, NewTeamInvitationSchema } from '@colloque/contract'
import { DomainError, type CareTeam, type CircleMember, type TeamMember } from '@colloque/domain'
import type { z } from 'zod'
import type { Actor } from '../../platform/actor.ts'
import type { AuditTrail } from '../../platform/audit/index.ts'
import type { StreamFold } from '../../platform/change-log/index.ts'
import { requireMayJoin } from '../care-circle/join-case.ts'
import type { Invitations, StoredInvitation } from './invitations.ts'
import type { LinkedAccounts } from './ports.ts'

const LIFETIME_MS = 7 * 86_400_000

/** Who acts may do so: `requireAccess` was asked before. */
export interface MakeInvitation {
  /** @throws conflict { why: 'already_member' } or { field: 'rpps' } */
  team(fold: StreamFold, teamId: string, input: NewTeamInvitation, actor: Actor): Promise<MadeInvitation>
  /** @throws not_found for nobody of the circle; conflict { why: 'has_account' } */
  case(fold: StreamFold, caseId: string, input: NewCaseInvitation, actor: Actor): Promise<MadeInvitation>
}
type NewTeamInvitation = z.output<typeof NewTeamInvitationSchema>
type NewCaseInvitation = z.output<typeof NewCaseInvitationSchema>

export function createMakeInvitation(parts: {
  invitations: Pick<Invitations, 'make' | 'withdraw'>
  accounts: Pick<LinkedAccounts, 'byEmail' | 'byRpps'>
  audit: Pick<AuditTrail, 'record'>
  /** Of the house, without a slash at its end. */
  address: string
}): MakeInvitation {
  const { invitations, accounts, audit, address } = parts

  const make = async (
    made: Omit<Parameters<Invitations['make']>[0], 'madeBy'>,
    { accountId, sessionId }: Actor,
  ): Promise<MadeInvitation> => {
    const { invitation, token } = await invitations.make({ ...made, madeBy: accountId }, LIFETIME_MS)
    await audit.record({
      trail: trailOf(invitation),
      kind: 'invitation.made',
      ...{ accountId, sessionId },
      detail: detailOf(invitation),
    })
    return { invitation: presented(invitation), link: `${address}${INVITATION_PATH}#${token}` }
  }

  return {
    team: async (fold, teamId, { email, name, profession, rpps }, actor) => {
      if (!fold.get<CareTeam>('careTeam', teamId)?.after) throw new DomainError('not_found')
      const [known, numbered] = await Promise.all([
        accounts.byEmail(email),
        rpps === null ? undefined : accounts.byRpps(rpps),
      ])
      if (known && isActiveMember(fold, known.id))
        throw new DomainError('conflict', { why: 'already_member' })
      if (numbered && numbered.id !== known?.id) throw new DomainError('conflict', { field: 'rpps' })
      const of = { kind: 'team', teamId, email: email.toLowerCase() } as const
      // The last link alone is good: one that went astray is made worthless by the next.
      await invitations.withdraw(of)
      return make({ ...of, name, profession, rpps }, actor)
    },
    case: async (fold, caseId, { memberId, email }, actor) => {
      const { name, profession } = memberToInvite(fold, memberId)
      const of = { kind: 'case', caseId, memberId } as const
      await invitations.withdraw(of)
      const teamId = actor.teamIds[0] ?? null
      return make({ ...of, teamId, email: email.toLowerCase(), name, profession }, actor)
    },
  }
}

const isActiveMember = (fold: StreamFold, accountId: string) =>
  fold
    .all<TeamMember>('teamMember')
    .some(({ after }) => after?.accountId === accountId && after.status === 'active')

/**
 * @throws not_found for nobody of the circle; conflict { why: 'has_account' } or 'person_objects'; invalid without the
 *   person's consent where they would see the whole case
 */
export function memberToInvite(fold: StreamFold, memberId: string): CircleMember {
  const member = fold.get<CircleMember>('circleMember', memberId)?.after
  if (!member || member.status !== 'active') throw new DomainError('not_found', { type: 'circleMember' })
  if (member.accountId !== null) throw new DomainError('conflict', { why: 'has_account' })
  requireMayJoin(fold, memberId, member)
  return member
}

/** Where it is recorded that a link was made, used or withdrawn. */
export const trailOf = ({ kind, caseId }: StoredInvitation) =>
  kind === 'case' ? (`case:${caseId ?? ''}` as const) : ('house' as const)

export const detailOf = ({ _id, kind, teamId, memberId }: StoredInvitation) => ({
  ...{ invitationId: _id, kind, teamId, memberId },
})

export const presented = (invitation: StoredInvitation): Invitation => {
  const { _id, kind, teamId, caseId, memberId, email, name, profession, rpps, madeBy } = invitation
  if (kind === 'recovery' || madeBy === null) throw new Error('a recovery is no invitation')
  return {
    ...{ id: _id, kind, teamId, caseId, memberId, email, name, profession, rpps, madeBy },
    madeAt: invitation.madeAt.toISOString(),
    expiresAt: invitation.expiresAt.toISOString(),
  }
}
