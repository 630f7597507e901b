/** The treatment of a case over time, and the data about medicines that it is written and checked with. */
import { IdSchema, InstantSchema, MedicationSchema, TreatmentReportSchema } from '@colloque/domain'
import { z } from 'zod'
import { id, identified, page, pageOf, query, whole } from './define.ts'

/** A medicine as search offers it. */
export const MedicineSchema = z.object({
  /** Code of the speciality; null of the common ones that ship with the project. */
  cis: z.string().nullable(),
  name: z.string(),
  form: z.string().nullable(),
  strength: z.string().nullable(),
  atc: z.string().nullable(),
  /** Told by the public database, found from medicines that hold the same, or of the list that ships. */
  atcFrom: z.enum(['mitm', 'substances', 'list']).nullable(),
  substances: z.array(z.string()),
  brands: z.array(z.string()),
  /** Whether it is sold at present; those that are not may still be at home. */
  marketed: z.boolean(),
})
export type Medicine = z.infer<typeof MedicineSchema>

const InteractionRuleSchema = z.object({
  id: z.string(),
  a: z.string(),
  aAtc: z.array(z.string()),
  aSubstances: z.array(z.string()).optional(),
  b: z.string(),
  bAtc: z.array(z.string()),
  bSubstances: z.array(z.string()).optional(),
  level: z.enum(['CI', 'AD', 'PE', 'APC']),
  mechanism: z.string(),
  action: z.string(),
  source: z.string(),
  confidence: z.string(),
  conditional: z.boolean(),
})

export const treatmentQueries = {
  medicines: query(
    'Medicines by name, substance or brand, as one types: without accents, with slips of the finger',
    '/medicines',
    'account',
    {},
    { q: z.string().min(1).max(100), limit: whole(1, 50).default(12) },
    z.object({
      items: z.array(MedicineSchema),
      /** What was searched besides the list that ships; `date` (YYYY-MM-DD) is null where there is that list alone. */
      source: z.object({ name: z.string(), date: z.string().nullable(), count: z.number().int() }),
    }),
  ),
  interactionRules: query(
    'The rules that treatments are checked against: those that ship, or the thesaurus that was imported',
    '/interaction-rules',
    'account',
    {},
    {},
    z.object({
      source: z.object({ name: z.string(), date: z.string(), partial: z.boolean() }),
      rules: z.array(InteractionRuleSchema),
    }),
  ),
  caseTreatmentHistory: query(
    'Every change of the treatment, the newest first: what a line was before and after, by whom and why',
    '/cases/:id/treatment/history',
    'case',
    id,
    page,
    pageOf(
      z.object({
        seq: z.number().int(),
        at: InstantSchema,
        by: z.string(),
        kind: z.string(),
        medicationId: IdSchema,
        before: MedicationSchema.nullable(),
        after: MedicationSchema.nullable(),
      }),
    ),
  ),
  caseReports: query(
    'Reports of side effects and of what is not taken',
    '/cases/:id/reports',
    'case',
    id,
    page,
    pageOf(identified(TreatmentReportSchema)),
  ),
} as const
