import { z } from 'zod'
import { ORDER_KEY } from './order.ts'

/** Schemas of the plain values in a board, checked by the server at each change and by readers. */

/** A default column has a word for its id, everything made later a UUID. */
export const KEY = /^[a-z0-9][a-z0-9-]{0,63}$/

/** Column and place inside it are one value: two people who move a card never leave it half in each. */
export const PlaceSchema = z.strictObject({
  column: z.string().regex(KEY),
  order: z.string().regex(ORDER_KEY),
})
export type Place = z.infer<typeof PlaceSchema>

/** What a card refers to, by id alone: the words are joined from the log, under its own rules of access. */
export const LINK_TYPES = ['task', 'flag', 'measurement', 'message', 'file', 'run'] as const
export type LinkType = (typeof LINK_TYPES)[number]
/** Stands among the links for somebody who is on the card: `person:<account id>`. */
export const PERSON = 'person'
export const LINK_KEY = new RegExp(
  `^(?:${[...LINK_TYPES, PERSON].join('|')}):[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`,
)

export const OrderSchema = z.string().regex(ORDER_KEY)
export const ColumnTitleSchema = z.string().trim().min(1).max(80)
/** A calendar day, `2026-11-22`: what is due on a day has no hour and no zone. */
export const DueSchema = z.iso.date()
/** When, in ISO UTC with milliseconds. */
export const InstantSchema = z.iso.datetime({ precision: 3 })
export const AccountIdSchema = z.string().min(1).max(64)

/** Longest title of a card, in UTF-16 code units, as Y.Text counts. */
export const MAX_TITLE = 300
/** Longest run of body text in one paragraph, in UTF-16 code units. */
export const MAX_TEXT = 100_000
