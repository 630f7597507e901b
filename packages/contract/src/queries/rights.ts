/** What is due by the years that a case is kept. */
import { IdSchema, InstantSchema } from '@colloque/domain'
import { z } from 'zod'
import { query } from './define.ts'

export const rightsQueries = {
  myRetention: query(
    'My closed cases that have been kept as long as their team keeps them: to be erased, or kept for a reason',
    '/me/retention',
    'account',
    {},
    {},
    z.object({
      items: z.array(
        z.object({
          caseId: IdSchema,
          closedAt: InstantSchema,
          keptUntil: InstantSchema,
          isReferent: z.boolean(),
        }),
      ),
    }),
  ),
} as const
