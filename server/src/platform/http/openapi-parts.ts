import { RefusalSchema } from '@colloque/contract'
import type { z } from 'zod'

export const jsonBody = (schema: z.ZodType) => ({ content: { 'application/json': { schema } } })

export const refusals = {
  default: { description: 'A refusal: a code of the contract', ...jsonBody(RefusalSchema) },
}
