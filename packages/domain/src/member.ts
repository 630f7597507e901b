import { z } from 'zod'
import { IdSchema } from './values.ts'

/** In a person's own stream: that they are in the circle of a case, or no longer. Ids alone, no word of a patient. */
export const CaseLinkSchema = z.object({ caseId: IdSchema, status: z.enum(['active', 'left']) })
export type CaseLink = z.infer<typeof CaseLinkSchema>

/** In a person's own stream: that a case is shared with them, or no longer, and they see nothing else of it. */
export const SharedLinkSchema = z.object(CaseLinkSchema.shape)
export type SharedLink = z.infer<typeof SharedLinkSchema>

/** In a person's own stream: that they take part in a direct conversation. */
export const ConversationLinkSchema = z.object({
  conversationId: IdSchema,
  status: z.enum(['active', 'left']),
})
export type ConversationLink = z.infer<typeof ConversationLinkSchema>
