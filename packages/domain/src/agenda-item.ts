import { z } from 'zod'
import { IdSchema, InstantSchema, line } from './values.ts'

/** A case put forward for the next meeting, with the question that it asks. By any profession. */
export const AgendaItemSchema = z.object({
  caseId: IdSchema,
  question: line(300),
  /** The message it came from. */
  messageId: IdSchema.nullable(),
  status: z.enum(['proposed', 'withdrawn']),
  proposedBy: IdSchema,
  proposedAt: InstantSchema,
})
export type AgendaItem = z.infer<typeof AgendaItemSchema>
