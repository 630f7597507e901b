/** An alert of the rules that somebody set aside, with the reason that is shown from then on. */
import { z } from 'zod'
import type { Medication } from './medication.ts'
import { DoneBySchema, IdSchema, line } from './values.ts'

export const AlertAnswerSchema = z.object({
  caseId: IdSchema,
  key: line(200),
  medicationIds: z.array(IdSchema).min(1).max(2),
  /** What was taken when it was answered: at another dose the alert asks again. */
  doses: z.array(z.string()).max(2),
  reason: line(300),
  ...DoneBySchema.shape,
})
export type AlertAnswer = z.infer<typeof AlertAnswerSchema>

/** A line's dose and times as an answer remembers them. */
export const doseOf = ({ posology, moments }: Pick<Medication, 'posology' | 'moments'>): string =>
  JSON.stringify([posology, moments])

/**
 * Whether an answer still holds: until the dose of one of its medications is another one.
 * @param find the state of a medication, by id
 */
export function holdsStill(
  answer: AlertAnswer,
  find: (medicationId: string) => Medication | undefined,
): boolean {
  // Answers from before doses were remembered hold for whatever is taken.
  if (answer.doses.length === 0) return true
  return answer.medicationIds.every((id, index) => {
    const medication = find(id)
    return medication !== undefined && doseOf(medication) === answer.doses[index]
  })
}
