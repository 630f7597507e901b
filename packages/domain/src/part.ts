/** A part of a case that only some of its circle see: a stream of its own, so that nobody else learns that it exists. */
import { z } from 'zod'
import { IdSchema, InstantSchema } from './values.ts'

/** The first entity of a `part:` stream, whose uuid is its id. What it names never changes. */
export const PartSchema = z.object({
  caseId: IdSchema,
  /** Who sees it while they are in the circle; its author among them. */
  memberIds: z.array(IdSchema).min(2),
  createdBy: IdSchema,
  createdAt: InstantSchema,
})
export type Part = z.infer<typeof PartSchema>

/** In a person's own stream: that they see a part of a case, or no longer. Ids alone. */
export const PartLinkSchema = z.object({
  partId: IdSchema,
  caseId: IdSchema,
  status: z.enum(['active', 'left']),
})
export type PartLink = z.infer<typeof PartLinkSchema>
