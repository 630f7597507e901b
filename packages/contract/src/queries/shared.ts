/** The cases that are shared with me, of which I see nothing else. */
import { DaySchema, IdSchema, InstantSchema } from '@colloque/domain'
import { z } from 'zod'
import { query } from './define.ts'

export const sharedQueries = {
  mySharedCases: query(
    'The cases that are shared with me: whose, under which stream, since when',
    '/me/shared-cases',
    'account',
    {},
    {},
    z.object({
      items: z.array(
        z.object({
          caseId: IdSchema,
          patient: z.object({ name: z.string(), birthDate: DaySchema }),
          /** What I am to the person. */
          relation: z.string().nullable(),
          stream: z.string(),
          since: InstantSchema,
          until: InstantSchema.nullable(),
        }),
      ),
    }),
  ),
} as const
