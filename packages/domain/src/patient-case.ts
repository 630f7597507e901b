import { z } from 'zod'
import { InsSchema } from './identifiers.ts'
import { DaySchema, DoneBySchema, foldText, IdSchema, InstantSchema, line, paragraph } from './values.ts'

/** Strict traits of identity, as far as a coordination case needs them (RNIV: birth name, first names, date, sex). */
export const PatientSchema = z.strictObject({
  birthName: line(100),
  usedName: line(100).nullable().default(null),
  firstNames: line(100),
  birthDate: DaySchema,
  sex: z.enum(['female', 'male']),
  phone: line(30).nullable().default(null),
  address: line(200).nullable().default(null),
  /** The national health identity and how sure it is; null for a provisional identity (RNIV). */
  ins: InsSchema.nullable().default(null),
})
export type Patient = z.infer<typeof PatientSchema>

/** What the person was told before their case was opened (CSP L1110-4, R1110-3). */
export const InformedSchema = z.strictObject({
  how: z.enum(['oral', 'written', 'representative']),
  note: line(300).nullable().default(null),
})

export const WishSchema = z.object({ text: paragraph(500), heard: DoneBySchema })

export const PatientCaseSchema = z.object({
  patient: PatientSchema,
  reason: line(120),
  allergies: line(300).nullable(),
  /** What the person wants, in their words. */
  wish: WishSchema.nullable(),
  informed: InformedSchema.extend(DoneBySchema.shape),
  householdCaseIds: z.array(IdSchema),
  teamId: IdSchema,
  status: z.enum(['open', 'closed']),
  closedReason: line(300).nullable(),
  closedAt: InstantSchema.nullable(),
})
export type PatientCase = z.infer<typeof PatientCaseSchema>

/** « LEFEBVRE Jeanne », the used name first where there is one. */
export function patientName(patient: Pick<Patient, 'usedName' | 'birthName' | 'firstNames'>): string {
  return `${(patient.usedName ?? patient.birthName).toUpperCase()} ${patient.firstNames}`
}

/** Age in whole years on a day (YYYY-MM-DD). */
export function ageOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years
}

/**
 * Whether two identities could be taken for one another: same birth date with a name alike, or same names with
 * a date one figure apart. A warning for a person to decide on, never a refusal.
 */
export function looksAlike(one: Patient, other: Patient): boolean {
  const names = (patient: Patient) =>
    [patient.birthName, patient.usedName].flatMap((name) => (name ? [foldText(name)] : []))
  const first = (patient: Patient) => foldText(patient.firstNames).split(' ')[0] ?? ''
  const sameName = names(one).some((name) => names(other).some((candidate) => withinOneEdit(name, candidate)))
  const sameFirstName = withinOneEdit(first(one), first(other))
  if (one.birthDate === other.birthDate) return sameName || sameFirstName
  return sameName && sameFirstName && withinOneEdit(one.birthDate, other.birthDate)
}

function withinOneEdit(one: string, other: string): boolean {
  if (one === other) return true
  if (Math.abs(one.length - other.length) > 1) return false
  let start = 0
  while (start < one.length && one[start] === other[start]) start++
  let endOne = one.length
  let endOther = other.length
  while (endOne > start && endOther > start && one[endOne - 1] === other[endOther - 1]) {
    endOne--
    endOther--
  }
  return endOne - start <= 1 && endOther - start <= 1
}
