/** Full text. */
import { IdSchema, InstantSchema } from '@colloque/domain'
import { z } from 'zod'
import { whole, query } from './define.ts'

export const SEARCH_KINDS = [
  'case',
  'message',
  'file',
  'task',
  'card',
  'plan',
  'medication',
  'flag',
  'report',
  'decision',
  'minutes',
  'wordedReading',
] as const
/** Longest passage of a search's answer, in characters. */
export const PASSAGE_MAX = 300

export const searchQueries = {
  search: query(
    'Full text over all that I may read, without accents, by beginnings of words: people first, then the newest',
    '/search',
    'account',
    {},
    {
      q: z.string().min(1).max(100),
      /** In one case, or in one conversation outside a case. */
      caseId: IdSchema.optional(),
      conversationId: IdSchema.optional(),
      kind: z.enum(SEARCH_KINDS).optional(),
      /** Account id of the author. */
      by: IdSchema.optional(),
      /** First and last day, in the house's zone. */
      from: z.iso.date().optional(),
      to: z.iso.date().optional(),
      cursor: z.string().max(200).optional(),
      limit: whole(1, 50).default(20),
    },
    z.object({
      items: z.array(
        z.object({
          kind: z.enum(SEARCH_KINDS),
          /**
           * A card's own id within its board; of a plan a section's name or an entry's id; of minutes their meeting's; of
           * all others a UUID.
           */
          id: z.string().max(64),
          stream: z.string(),
          caseId: IdSchema.nullable(),
          conversationId: IdSchema.nullable(),
          /** Of a message, and of a file's message: the thread that it answers in. */
          threadId: IdSchema.nullable(),
          /** Of a file: the message that it came with. */
          messageId: IdSchema.nullable(),
          /** Of a decision and of minutes: the case's item on the agenda; null where it is there no more. */
          agendaItemId: IdSchema.nullable(),
          /** Of what has one: a file's name, a task's, card's or flag's title, the first words of a plan's entry, a medication's name. */
          title: z.string().nullable(),
          /** The words around the hit. */
          text: z.string().max(PASSAGE_MAX),
          /** Account id, or `system:<what>`. */
          by: z.string(),
          at: InstantSchema,
          /** Of a card that has been taken off the board, and of what was taken out of a plan. */
          archived: z.boolean(),
        }),
      ),
      next: z.string().nullable(),
    }),
  ),
} as const
