import { RefusalSchema } from '@colloque/contract'
import type { z } from 'zod'
import type { ZodOpenApiOperationObject } from 'zod-openapi'

export const jsonBody = (schema: z.ZodType) => ({ content: { 'application/json': { schema } } })

export const refusals = {
  default: { description: 'A refusal: a code of the contract', ...jsonBody(RefusalSchema) },
}

interface Described {
  readonly operationId: string
  readonly summary: string
  readonly input?: z.ZodType
  /** Without it 204. */
  readonly output?: z.ZodType
  readonly status?: number
  /** Asked by whoever has not signed in. */
  readonly open?: boolean
}

/** An operation beside the tables of commands and queries. */
export const described = ({
  operationId,
  summary,
  input,
  output,
  status = 200,
  open,
}: Described): ZodOpenApiOperationObject => ({
  operationId,
  summary,
  tags: ['session'],
  ...(open ? { security: [] } : {}),
  ...(input ? { requestBody: jsonBody(input) } : {}),
  responses: {
    ...(output
      ? { [status]: { description: 'Done', ...jsonBody(output) } }
      : { 204: { description: 'Done' } }),
    ...refusals,
  },
})
