/** « Il manque »: what is not there yet to decide well about a case. */
import type { AgendaItem } from './agenda-item.ts'
import { canBeAsked, type CircleMember } from './care-circle.ts'
import { addDays } from './calendar.ts'
import type { Meeting } from './meeting.ts'
import { standingWishes, type HeldWish } from './person-wish.ts'
import type { Profession } from './profession.ts'

export interface Missing {
  readonly what: 'wish' | 'opinion'
  /** Whose opinion. */
  readonly profession: Profession | null
  /** The task that asks for it already. */
  readonly taskId: string | null
}

/** After a year a wish is heard anew: HAS 2019, dated re-evaluation of the plan. */
const WISH_HOLDS_DAYS = 365

/**
 * @param circle of the case
 * @param day YYYY-MM-DD on which the meeting is held
 */
export function missingFor(
  item: AgendaItem,
  around: {
    readonly circle: readonly CircleMember[]
    readonly wishes: readonly HeldWish[]
    readonly meeting: Pick<Meeting, 'invited'>
    readonly day: string
  },
): Missing[] {
  const { circle, wishes, meeting, day } = around
  const askedFor = (what: Missing['what'], profession: Profession | null) =>
    item.asked.findLast((one) => one.what === what && one.profession === profession)?.taskId ?? null
  const isHeard = standingWishes(wishes).some(({ wish }) => wish.heardOn >= addDays(day, -WISH_HOLDS_DAYS))
  const isInvited = (accountId: string | null) =>
    meeting.invited.some((person) => person.accountId !== null && person.accountId === accountId)
  const absent = circle.filter((member) => canBeAsked(member) && !isInvited(member.accountId))
  const heard = new Set(item.opinions.map(({ profession }) => profession))
  const silent = new Set(
    absent.flatMap(({ profession }) => (profession === null || heard.has(profession) ? [] : [profession])),
  )
  // Where somebody of the profession will be at the table, it will be heard there.
  for (const { accountId, profession } of circle)
    if (profession !== null && isInvited(accountId)) silent.delete(profession)
  return [
    ...(isHeard ? [] : [{ what: 'wish', profession: null, taskId: askedFor('wish', null) } as const]),
    ...[...silent].map(
      (profession) => ({ what: 'opinion', profession, taskId: askedFor('opinion', profession) }) as const,
    ),
  ]
}
