import { DomainError, type CircleMember, type MedicationWho } from '@colloque/domain'
import type { CommandContext } from '../commands.ts'

/** @throws invalid when an account is named that is not in the circle */
export function requireInCircle(
  { circle }: Pick<CommandContext, 'circle'>,
  who: MedicationWho | null | undefined,
): void {
  if (!who || !('accountId' in who)) return
  const isThere = circle
    .all<CircleMember>('circleMember')
    .some(({ after }) => after?.accountId === who.accountId && after.status === 'active')
  if (!isThere) throw new DomainError('invalid', { field: 'accountId', why: 'not_in_circle' })
}
