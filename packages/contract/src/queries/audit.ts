/** Who has seen and written what. */
import { AUDIT_KINDS, IdSchema, InstantSchema, ProfessionSchema } from '@colloque/domain'
import { z } from 'zod'
import { id, page, query } from './define.ts'

/** What one person did in a case on one day. */
const CaseAccessSchema = z.object({
  /** In the house's zone. */
  day: z.iso.date(),
  accountId: IdSchema,
  /** null where the account is gone. */
  name: z.string().nullable(),
  profession: ProfessionSchema.nullable(),
  firstAt: InstantSchema,
  lastAt: InstantSchema,
  /** Quarters of an hour in which they read it. */
  reads: z.number().int(),
  /** Changes that they made in it. */
  writes: z.number().int(),
  exports: z.number().int(),
  /** Attempts that were refused. */
  refused: z.number().int(),
  /** Whether they read it by emergency access. */
  emergency: z.boolean(),
})

/** What is counted for those who manage a team: nothing of a case, but how many emergency accesses were used. */
export const TEAM_AUDIT_KINDS = [
  ...AUDIT_KINDS.filter((kind) => !/^(case|accesses|document|write|erasure|trail)\./.test(kind)),
  'breakGlass.used',
] as const

export const auditQueries = {
  caseAccesses: query(
    'Who has seen and written a case, by person and day, the latest first',
    '/cases/:id/accesses',
    'case',
    id,
    page,
    z.object({
      items: z.array(CaseAccessSchema),
      /** Since when reads are at hand: older ones are archived. null where none is recorded yet. */
      since: InstantSchema.nullable(),
      next: z.string().nullable(),
    }),
  ),
  teamAudit: query(
    'How often somebody of the team failed to sign in, changed a factor, was invited or broke the glass: by month, never whose case',
    '/teams/:id/audit',
    'teamManagement',
    id,
    {},
    z.object({
      items: z.array(
        z.object({
          month: z.string().regex(/^\d{4}-\d{2}$/),
          counts: z.array(z.object({ kind: z.enum(TEAM_AUDIT_KINDS), count: z.number().int() })),
        }),
      ),
    }),
  ),
} as const
