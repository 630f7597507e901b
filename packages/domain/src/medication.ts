import { z } from 'zod'
import { DomainError } from './errors.ts'
import { DoneBySchema, IdSchema, InstantSchema, line } from './values.ts'

/** One ATC code, whole or a class: 1, 3, 4, 5 or 7 characters (WHO Collaborating Centre, ATC structure). */
export const AtcSchema = z.string().regex(/^[A-Z](\d{2}([A-Z]([A-Z](\d{2})?)?)?)?$/)

export const MedicationSchema = z.object({
  caseId: IdSchema,
  /** As on the prescription. */
  name: line(200),
  atc: AtcSchema.nullable(),
  posology: line(300).nullable(),
  indication: line(200).nullable(),
  status: z.enum(['current', 'stopped']),
  addedBy: IdSchema,
  startedAt: InstantSchema,
  /** Why the last change of posology was made, by whom and when. */
  changed: DoneBySchema.extend({ reason: line(300) }).nullable(),
  stopped: DoneBySchema.extend({ reason: line(300) }).nullable(),
})
export type Medication = z.infer<typeof MedicationSchema>

function requireCurrent(medication: Medication): void {
  if (medication.status !== 'current') throw new DomainError('conflict', { status: medication.status })
}

/** @throws conflict when it is stopped already */
export function stopMedication(medication: Medication, by: string, at: string, reason: string): Medication {
  requireCurrent(medication)
  return { ...medication, status: 'stopped', stopped: { by, at, reason } }
}

/** @throws conflict when it is stopped */
export function changePosology(
  medication: Medication,
  by: string,
  at: string,
  posology: string,
  reason: string,
): Medication {
  requireCurrent(medication)
  return { ...medication, posology, changed: { by, at, reason } }
}
