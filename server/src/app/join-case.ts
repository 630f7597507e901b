import type { Account, CircleMember } from '@colloque/domain'
import { DomainError } from '@colloque/domain'
import type { ChangeLog } from '../platform/change-log/index.ts'
import { entity } from '../platform/commands.ts'
import { membershipOf } from '../platform/circle.ts'

interface CaseInvitation {
  readonly caseId: string
  readonly memberId: string
  readonly invitationId: string
}

/**
 * Gives somebody who stands in a circle by name the account with which they see it. Sent twice it happens once.
 * @throws not_found when they have left; conflict when they have an account, or the account has a place in the circle
 */
export const createJoinCase =
  (changes: Pick<ChangeLog, 'execute'>) =>
  async ({ caseId, memberId, invitationId }: CaseInvitation, account: Account): Promise<void> => {
    await changes.execute({
      stream: `case:${caseId}`,
      commandId: invitationId,
      by: account.id,
      input: { memberId, accountId: account.id },
      decide: (fold, { now }) => {
        const member = fold.get<CircleMember>('circleMember', memberId)?.after
        if (!member || member.status !== 'active') throw new DomainError('not_found', { type: 'circleMember' })
        if (member.accountId !== null) throw new DomainError('conflict', { why: 'has_account' })
        if (membershipOf(fold, account.id, now))
          throw new DomainError('conflict', { why: 'already_in_circle' })
        const after: CircleMember = { ...member, accountId: account.id }
        return { kind: 'circle.memberJoined', entities: [entity('circleMember', memberId, after)] }
      },
    })
  }
