/** The care plan of a case, as it stands and as it was signed. */
import { CarePlanSchema, IdSchema, PlanContentSchema, PlanVersionSchema } from '@colloque/domain'
import { z } from 'zod'
import { id, identified, query } from './define.ts'

const version = { id: IdSchema, versionId: IdSchema }

export const planQueries = {
  casePlan: query(
    'The care plan as it stands: what was decided around it, its content, and the signed versions',
    '/cases/:id/plan',
    'case',
    id,
    {},
    z.object({
      /** null until something was decided around it. */
      plan: identified(CarePlanSchema).nullable(),
      content: PlanContentSchema,
      /** SHA-256 of the canonical text of `content`. */
      textHash: z.string(),
      docSeq: z.number().int(),
      /** `modified`: it was signed, and says something else since. */
      state: z.enum(['draft', 'submitted', 'signed', 'modified']),
      versions: z.array(identified(PlanVersionSchema)),
      seq: z.number().int(),
    }),
  ),
  planVersion: query(
    'A signed version with the text that was signed, byte for byte; whoever reads it verifies it by its hash',
    '/cases/:id/plan/versions/:versionId',
    'case',
    version,
    {},
    z.object({
      version: identified(PlanVersionSchema),
      /** The stored bytes, read as UTF-8. */
      text: z.string(),
    }),
  ),
  planVerification: query(
    'Whether the stored text of a version still is what was signed',
    '/cases/:id/plan/versions/:versionId/verification',
    'case',
    version,
    {},
    z.object({
      verified: z.boolean(),
      /** What was signed. */
      textHash: z.string(),
      /** Of what is stored; null where nothing is. */
      storedHash: z.string().nullable(),
    }),
  ),
} as const
