/** What the person wants, in their words: who heard it, and when. */
import { z } from 'zod'
import { DomainError } from './errors.ts'
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
  /** The person has changed their mind, or it was noted wrongly: why in words, or what took its place. */
  withdrawn: DoneBySchema.extend({
    reason: line(300).nullable(),
    replacedBy: IdSchema.nullable(),
  }).nullable(),
})
export type PersonWish = z.infer<typeof PersonWishSchema>

/** A wish as it is recorded. Without a day it was heard when it is recorded. */
export const newPersonWish = (
  given: Pick<PersonWish, 'caseId' | 'aspect' | 'text' | 'heardBy' | 'recorded'> & Partial<PersonWish>,
): PersonWish => ({ heardOn: given.recorded.at.slice(0, 10), withdrawn: null, ...given })

export interface HeldWish {
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
        compare(one.wish.heardOn, other.wish.heardOn) ||
        compare(one.wish.recorded.at, other.wish.recorded.at) ||
        compare(one.id, other.id),
    )

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

/** The project heard last: the sentence in the strip of the case, « souhaite : rester chez elle ». */
export function headlineWish(wishes: Iterable<HeldWish>): PatientCase['wish'] {
  const last = lastProject(wishes)?.wish
  return last ? { text: last.text, heard: { by: last.heardBy, at: last.recorded.at } } : null
}

/** The project heard last that still holds. */
export const lastStandingProject = (wishes: Iterable<HeldWish>): PersonWish | undefined =>
  lastProject(wishes)?.wish

const lastProject = (wishes: Iterable<HeldWish>) =>
  standingWishes(wishes).findLast(({ wish }) => wish.aspect === 'project')

/**
 * Takes a wish back.
 * @throws conflict when it is withdrawn already
 */
export function withdrawWish(
  wish: PersonWish,
  withdrawn: Omit<NonNullable<PersonWish['withdrawn']>, 'reason' | 'replacedBy'> &
    ({ readonly reason: string } | { readonly replacedBy: string }),
): PersonWish {
  if (wish.withdrawn) throw new DomainError('conflict', { why: 'withdrawn' })
  return { ...wish, withdrawn: { reason: null, replacedBy: null, ...withdrawn } }
}

/** The sentence that a case had from its opening, before wishes were recorded one by one: a project like the others. */
export const openingWish = (caseId: string, { text, heard }: NonNullable<PatientCase['wish']>): PersonWish =>
  newPersonWish({ caseId, aspect: 'project', text, heardBy: heard.by, recorded: heard })

export interface WishesOfCase {
  readonly caseId: string
  /** The sentence in the strip of the case. */
  readonly sentence: PatientCase['wish']
  /** Withdrawn ones included. */
  readonly held: readonly HeldWish[]
}

export interface WishesChanged {
  /** Those that are new or say something else, what was asked for first. */
  readonly changed: readonly HeldWish[]
  /** What the strip of the case says after it. */
  readonly sentence: PatientCase['wish']
}

/**
 * Records a wish. The strip's sentence of an older case becomes a wish of its own then, so that it is not lost.
 * @param openingId for that
 * @param replaces a wish, or the id of the case for the sentence of its opening
 * @throws not_found when `replaces` is no wish of the case, conflict when it is withdrawn already
 */
export function recordWish(
  of: WishesOfCase,
  recorded: HeldWish,
  openingId: string,
  replaces?: string,
): WishesChanged {
  const opening = openingOf(of, openingId)
  const replacedId = opening && replaces === of.caseId ? openingId : replaces
  const held = opening ? [...of.held, opening] : of.held
  const replaced = held.find(({ id }) => id === replacedId)
  if (replacedId !== undefined && !replaced) throw new DomainError('not_found', { type: 'personWish' })
  const { by, at } = recorded.wish.recorded
  const changed = [
    recorded,
    ...(opening && opening !== replaced ? [opening] : []),
    ...(replaced
      ? [{ id: replaced.id, wish: withdrawWish(replaced.wish, { by, at, replacedBy: recorded.id }) }]
      : []),
  ]
  return { changed, sentence: headlineWish(merged(held, changed)) }
}

/** Takes a wish back; the sentence of the strip falls back on the project before. @throws conflict, not_found */
export function takeBackWish(
  of: WishesOfCase,
  id: string,
  withdrawn: { readonly by: string; readonly at: string; readonly reason: string },
): WishesChanged {
  const wish = of.held.find((held) => held.id === id)?.wish
  if (!wish) throw new DomainError('not_found', { type: 'personWish' })
  const changed = [{ id, wish: withdrawWish(wish, withdrawn) }]
  const sentence = wish.aspect === 'project' ? headlineWish(merged(of.held, changed)) : of.sentence
  return { changed, sentence }
}

/** Records what is now the strip's sentence, in place of the one before. */
export function replaceHeadline(of: WishesOfCase, recorded: HeldWish, openingId: string): WishesChanged {
  const before = openingOf(of, openingId) ? of.caseId : lastProject(of.held)?.id
  return recordWish(of, recorded, openingId, before)
}

function openingOf({ caseId, sentence, held }: WishesOfCase, id: string): HeldWish | undefined {
  const isRecorded = held.some(({ wish }) => wish.aspect === 'project')
  return sentence && !isRecorded ? { id, wish: openingWish(caseId, sentence) } : undefined
}

function merged(held: readonly HeldWish[], changed: readonly HeldWish[]): HeldWish[] {
  const ids = new Set(changed.map(({ id }) => id))
  return [...held.filter(({ id }) => !ids.has(id)), ...changed]
}
