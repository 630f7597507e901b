import { z } from 'zod'
import { IdSchema, InstantSchema, paragraph } from './values.ts'

/** joint, message laissé, pas de réponse, à rappeler. */
export const CALL_RESULTS = ['reached', 'messageLeft', 'noAnswer', 'callBack'] as const
export type CallResult = (typeof CALL_RESULTS)[number]

/** A call to somebody outside whom a task waits for. */
export const CallSchema = z.object({
  by: IdSchema,
  at: InstantSchema,
  result: z.enum(CALL_RESULTS),
  note: paragraph(500).nullable(),
})
export type Call = z.infer<typeof CallSchema>
