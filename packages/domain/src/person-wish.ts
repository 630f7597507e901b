/** What the person wants, in their words: who heard it, and when. */
import { z } from 'zod'
import type { PatientCase } from './patient-case.ts'
import { DaySchema, DoneBySchema, IdSchema, line, paragraph } from './values.ts'

/** Source: HAS, plan personnalisé de coordination en santé (2019): projects, expectations, preferences, refusals. */
export const WISH_ASPECTS = ['project', 'expectation', 'preference', 'refusal'] as const
export const WishAspectSchema = z.enum(WISH_ASPECTS)
export type WishAspect = z.infer<typeof WishAspectSchema>

export const PersonWishSchema = z.object({
  caseId: IdSchema,
  aspect: WishAspectSchema,
  text: paragraph(500),
  heardOn: DaySchema,
  heardBy: IdSchema,
  recorded: DoneBySchema,
  /** The person has changed their mind, or it was noted wrongly. */
  withdrawn: DoneBySchema.extend({ reason: line(300) }).nullable(),
})
export type PersonWish = z.infer<typeof PersonWishSchema>

interface HeldWish {
  readonly id: string
  readonly wish: PersonWish
}

/** What still holds: by aspect in the order of the form, then as it was heard. */
export const standingWishes = (wishes: Iterable<HeldWish>): HeldWish[] =>
  [...wishes]
    .filter(({ wish }) => wish.withdrawn === null)
    .sort(
      (one, other) =>
        WISH_ASPECTS.indexOf(one.wish.aspect) - WISH_ASPECTS.indexOf(other.wish.aspect) ||
        (one.wish.heardOn < other.wish.heardOn ? -1 : one.wish.heardOn > other.wish.heardOn ? 1 : 0) ||
        (one.id < other.id ? -1 : 1),
    )

/** The project heard last: the sentence in the strip of the case, « souhaite : rester chez elle ». */
export function headlineWish(wishes: Iterable<HeldWish>): PatientCase['wish'] {
  const last = standingWishes(wishes).findLast(({ wish }) => wish.aspect === 'project')?.wish
  return last ? { text: last.text, heard: { by: last.heardBy, at: last.recorded.at } } : null
}
