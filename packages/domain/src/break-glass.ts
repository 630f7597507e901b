/** Emergency access to a case from outside its circle: with a reason, for an hour, shown, reviewed. */
import { z } from 'zod'
import { canBeAsked, type CircleMember } from './care-circle.ts'
import { DomainError } from './errors.ts'
import { ProfessionSchema } from './profession.ts'
import { DoneBySchema, IdSchema, InstantSchema, line, paragraph } from './values.ts'

/** How long an emergency access lasts, in milliseconds. */
export const BREAK_GLASS_MS = 3_600_000

export const BREAK_GLASS_REASONS = ['lifeThreatening', 'unreachable', 'onDuty', 'other'] as const
export const BREAK_GLASS_VERDICTS = ['justified', 'toDiscuss', 'unjustified'] as const

export const BreakGlassSchema = z.object({
  caseId: IdSchema,
  /** Whose it is, with the membership that carries it. */
  accountId: IdSchema,
  memberId: IdSchema,
  name: line(120),
  profession: ProfessionSchema,
  reason: z.enum(BREAK_GLASS_REASONS),
  words: paragraph(500),
  openedAt: InstantSchema,
  until: InstantSchema,
  /** Ended before its time, by its holder or by the circle. */
  ended: DoneBySchema.nullable(),
  review: DoneBySchema.extend({
    verdict: z.enum(BREAK_GLASS_VERDICTS),
    word: line(300).nullable(),
  }).nullable(),
})
export type BreakGlass = z.infer<typeof BreakGlassSchema>

/** Whether it still gives access at an instant (ISO). */
export const isBreakingGlass = ({ ended, until }: BreakGlass, at: string): boolean =>
  ended === null && at < until

/**
 * Ends it before its time.
 * @throws conflict when it is over
 */
export function endBreakGlass(access: BreakGlass, by: string, at: string): BreakGlass {
  if (!isBreakingGlass(access, at)) throw new DomainError('conflict', { why: 'over' })
  return { ...access, ended: { by, at } }
}

/**
 * Who looks at it afterwards: the referent of the circle; without one, the physicians and coordinators; without them,
 * every professional of it. Never its holder.
 * @returns account ids
 */
export function reviewersOf(
  { accountId }: Pick<BreakGlass, 'accountId'>,
  circle: Iterable<CircleMember>,
): string[] {
  const members = [...circle].filter((member) => canBeAsked(member) && member.accountId !== accountId)
  const referents = members.filter(({ role }) => role === 'referent')
  const leading = members.filter(
    ({ profession }) => profession === 'physician' || profession === 'coordinator',
  )
  const chosen = [referents, leading, members].find((some) => some.length > 0) ?? []
  return chosen.flatMap((member) => member.accountId ?? [])
}

/**
 * What the circle says of it.
 * @throws invalid when it is not the reviewer's to say; conflict when it was said already
 */
export function reviewBreakGlass(
  access: BreakGlass,
  circle: Iterable<CircleMember>,
  review: NonNullable<BreakGlass['review']>,
): BreakGlass {
  if (!reviewersOf(access, circle).includes(review.by))
    throw new DomainError('invalid', { why: 'not_yours_to_review' })
  if (access.review) throw new DomainError('conflict', { why: 'reviewed' })
  return { ...access, review }
}

/** Whether somebody is asked to look at it now. */
export const breakGlassWaitsFor = (
  access: BreakGlass,
  accountId: string,
  circle: Iterable<CircleMember>,
): boolean => access.review === null && reviewersOf(access, circle).includes(accountId)
