/** Who did what in a co-edited document, and how it was. */
import { IdSchema, InstantSchema } from '@colloque/domain'
import { z } from 'zod'
import { id, query, whole } from './define.ts'

/** What an edit did. `packages/board` tells it from the document's batches; a reader passes over what it does not know. */
const ActSchema = z.object({
  what: z.string(),
  /** Of the card, column or entry; the root of a section; empty for the document. */
  id: z.string(),
  /** Its title or first words, as they were after. */
  name: z.string(),
  /** The list of a plan that an entry is in. */
  list: z.string().optional(),
  from: z.object({ id: z.string(), title: z.string() }).optional(),
  to: z.object({ id: z.string(), title: z.string() }).optional(),
  /** The day that is due, empty where it was removed; the type of a link; an account id; the field that was changed. */
  detail: z.string().optional(),
})

const span = { first: InstantSchema, last: InstantSchema, seq: z.number().int() }

const DOCUMENT_KINDS = ['board', 'plan'] as const
const document = { ...id, kind: z.enum(DOCUMENT_KINDS) }

const CardSchema = z.object({
  id: z.string(),
  title: z.string(),
  body: z.string(),
  column: z.string(),
  due: z.iso.date().optional(),
  links: z.array(z.object({ type: z.string(), id: IdSchema })),
  people: z.array(z.string()),
  createdBy: z.string(),
  createdAt: InstantSchema,
  archived: InstantSchema.optional(),
})

export const documentQueries = {
  documentHistory: query(
    'What was done in a board or plan, by day and person, the latest first; `before` is a page’s `next`',
    '/cases/:id/documents/:kind/history',
    'case',
    document,
    { before: whole(1, Number.MAX_SAFE_INTEGER).optional(), limit: whole(1, 100).default(14) },
    z.object({
      days: z.array(
        z.object({
          /** Calendar day of the house. */
          day: z.iso.date(),
          seq: z.number().int(),
          people: z.array(
            z.object({
              /** Account id, or `system:<what>`. */
              by: z.string(),
              ...span,
              lines: z.array(ActSchema.extend({ ...span, edits: z.number().int().positive() })),
              /** Lines that are left out: the oldest of a day that has very many. */
              more: z.number().int(),
            }),
          ),
        }),
      ),
      /** The document's latest batch. */
      seq: z.number().int(),
      next: z.number().int().nullable(),
    }),
  ),
  documentAttribution: query(
    'Who wrote which passage of a text, and when; `part` names it by its keys: cards/<id>/body, situation',
    '/cases/:id/documents/:kind/attribution',
    'case',
    document,
    {
      part: z
        .string()
        .max(200)
        .regex(/^[A-Za-z0-9-]+(\/[A-Za-z0-9-]+)*$/),
    },
    z.object({
      runs: z.array(
        z.object({
          text: z.string(),
          /** Account id, or `system:<what>`. */
          by: z.string(),
          at: InstantSchema,
          /** Counts from 0. */
          paragraph: z.number().int(),
        }),
      ),
      seq: z.number().int(),
    }),
  ),
  boardAt: query(
    'A board as it was after one of its batches: plain values, or the document as an update of Yjs (version 1, base64)',
    '/cases/:id/documents/board/at/:seq',
    'case',
    { ...id, seq: whole(1, Number.MAX_SAFE_INTEGER) },
    { as: z.enum(['values', 'update']).default('values') },
    z.object({
      seq: z.number().int(),
      columns: z
        .array(z.object({ id: z.string(), title: z.string(), cards: z.array(CardSchema) }))
        .optional(),
      archivedCards: z.array(CardSchema).optional(),
      /** To look at only: applied to the living document it would bring nothing back. */
      update: z.base64().optional(),
    }),
  ),
} as const
