/** What the rules of the treatment need to know of the person, besides what they take. */
import { z } from 'zod'
import { DaySchema, DoneBySchema, IdSchema, line } from './values.ts'

export const AllergySchema = z.strictObject({
  /** The substance or class, in words: « pénicilline ». */
  to: line(120),
  kind: z.enum(['allergy', 'intolerance']),
  /** What happened: « urticaire en 2012 ». */
  reaction: line(200).nullable().default(null),
})
export type Allergy = z.infer<typeof AllergySchema>

export const ClinicalFactsSchema = z.object({
  caseId: IdSchema,
  /** null: nobody has asked; an empty list: none is known. */
  allergies: z.array(AllergySchema).max(30).nullable(),
  /**
   * Glomerular filtration rate in ml/min (per 1.73 m² where estimated), and of which day.
   * Plausible range after KDIGO 2012: stages go from below 15 to above 90.
   */
  kidney: z.strictObject({ rate: z.number().min(1).max(200), on: DaySchema }).nullable(),
  pregnancy: z.enum(['pregnant', 'breastfeeding', 'none']).nullable(),
  /** In kg; weights taken at home are measurements, and the later one counts. */
  weight: z.strictObject({ kg: z.number().min(1).max(400), on: DaySchema }).nullable(),
  recorded: DoneBySchema,
})
export type ClinicalFacts = z.infer<typeof ClinicalFactsSchema>

export const noFacts = (caseId: string, by: string, at: string): ClinicalFacts => ({
  caseId,
  allergies: null,
  kidney: null,
  pregnancy: null,
  weight: null,
  recorded: { by, at },
})

/** The line of the strip: « pénicilline (urticaire en 2012) ; intolérance : ibuprofène ». null when nobody has asked. */
export const allergiesInWords = (allergies: readonly Allergy[] | null): string | null =>
  allergies && allergies.length > 0
    ? allergies
        .map(
          ({ to, kind, reaction }) =>
            `${kind === 'intolerance' ? 'intolérance : ' : ''}${to}${reaction ? ` (${reaction})` : ''}`,
        )
        .join(' ; ')
        .slice(0, 300)
    : null
