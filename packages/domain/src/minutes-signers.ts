/** Who closes the minutes of a case that was talked over, and for whom that waits. */
import type { AgendaItem } from './agenda-item.ts'
import { canBeAsked, type CircleMember } from './care-circle.ts'

/**
 * The chair; where the chair is not in the circle, whoever of it was at the table, and at the last whoever noted that
 * it was talked over.
 * @returns accounts; none before that
 */
export function minutesSigners(
  { chairId, participants, discussed }: Pick<AgendaItem, 'chairId' | 'participants' | 'discussed'>,
  circle: readonly CircleMember[],
): string[] {
  if (!discussed) return []
  const isThere = (id: string) => circle.some((one) => one.accountId === id && canBeAsked(one))
  if (chairId !== null && isThere(chairId)) return [chairId]
  const there = participants.flatMap(({ accountId }) =>
    accountId !== null && isThere(accountId) ? [accountId] : [],
  )
  return there.length > 0 ? there : [discussed.by]
}
