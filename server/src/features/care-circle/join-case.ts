import { DomainError, holdsAt, type Account, type CircleMember, type PatientCase } from '@colloque/domain'
import type { ChangeLog, StreamFold } from '../../platform/change-log/index.ts'
import { membershipOf } from '../../platform/circle.ts'
import { entity } from '../../platform/commands.ts'
import { requireGround, requireNoObjection } from './care-circle.commands.ts'

interface CaseInvitation {
  readonly caseId: string
  readonly memberId: string
  readonly invitationId: string
}

/**
 * Gives somebody who stands in a circle by name the account with which they see it: a professional from outside the
 * team what they see by the person's consent, a relative or the patient what is shared. Sent twice it happens once.
 * @throws as `withAccount` refuses
 */
export const createJoinCase =
  (changes: Pick<ChangeLog, 'execute'>) =>
  async ({ caseId, memberId, invitationId }: CaseInvitation, account: Account): Promise<void> => {
    await changes.execute({
      stream: `case:${caseId}`,
      commandId: invitationId,
      by: account.id,
      input: { memberId, accountId: account.id },
      decide: (fold, { now }) => ({
        kind: 'circle.memberJoined',
        entities: [entity('circleMember', memberId, withAccount(fold, memberId, account, now))],
      }),
    })
  }

/**
 * A membership as it is once an account sees by it.
 * @throws not_found when they have left; conflict when they have an account, the account has a place, the case is
 *   closed or the person objects; invalid without a trade or the person's consent where the whole case is seen
 */
function withAccount(
  fold: StreamFold,
  memberId: string,
  account: Pick<Account, 'id' | 'profession'>,
  now: string,
): CircleMember {
  const member = fold.get<CircleMember>('circleMember', memberId)?.after
  if (!member || !holdsAt(member, now)) throw new DomainError('not_found', { type: 'circleMember' })
  if (member.accountId !== null) throw new DomainError('conflict', { why: 'has_account' })
  if (membershipOf(fold, account.id, now)) throw new DomainError('conflict', { why: 'already_in_circle' })
  // What somebody may do follows from the trade of the account, never from what they were called when they were named.
  const profession = member.basis === 'relative' ? null : account.profession
  const joined: CircleMember = {
    ...member,
    accountId: account.id,
    profession,
    view: member.basis === 'relative' ? 'shared' : member.view,
  }
  requireMayJoin(fold, memberId, joined)
  return joined
}

/**
 * Asked when somebody is invited, and again when they come.
 * @throws conflict when the case is closed or the person objects; invalid without a trade or their consent where the
 *   whole case is seen
 */
export function requireMayJoin(fold: StreamFold, memberId: string, member: CircleMember): void {
  if (fold.all<PatientCase>('patientCase')[0]?.after?.status === 'closed')
    throw new DomainError('conflict', { status: 'closed' })
  requireNoObjection(fold, { memberId, ...member })
  if (member.view !== 'case') return
  if (member.profession === null)
    throw new DomainError('invalid', { field: 'view', why: 'not_a_professional' })
  requireGround(fold, memberId, member)
}
