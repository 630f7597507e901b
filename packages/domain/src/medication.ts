/** What a person takes: each line of the treatment, its changes, and who sees to it. */
import { z } from 'zod'
import { DomainError } from './errors.ts'
import { ProfessionSchema } from './profession.ts'
import { DaySchema, DoneBySchema, IdSchema, InstantSchema, line } from './values.ts'

/**
 * One ATC code, whole or a class: 1, 3, 4, 5 or 7 characters, of one of the fourteen groups (WHO Collaborating Centre,
 * ATC structure).
 */
export const AtcSchema = z.string().regex(/^[ABCDGHJLMNPRSV](\d{2}([A-Z]([A-Z](\d{2})?)?)?)?$/)
/** Code of a speciality in the public database of medicines (BDPM): eight digits. */
export const CisSchema = z.string().regex(/^\d{8}$/)

/** Moments of the day, as on a pill organiser. */
export const MOMENTS = ['morning', 'noon', 'evening', 'night'] as const
export type Moment = (typeof MOMENTS)[number]

/** How much at each moment, in words: « 1 », « ½ », « 10 gouttes ». A moment that is not named has none. */
export const MomentsSchema = z
  .strictObject(
    Object.fromEntries(MOMENTS.map((moment) => [moment, line(40).optional()])) as Record<
      Moment,
      z.ZodOptional<ReturnType<typeof line>>
    >,
  )
  .refine((moments) => Object.keys(moments).length > 0, 'no moment')
export type Moments = z.infer<typeof MomentsSchema>

/** Who prescribes, prepares or gives: somebody of the circle, a profession of it, or somebody in words (« sa fille »). */
export const MedicationWhoSchema = z.union([
  z.strictObject({ accountId: IdSchema }),
  z.strictObject({ profession: ProfessionSchema }),
  z.strictObject({ words: line(120) }),
])
export type MedicationWho = z.infer<typeof MedicationWhoSchema>

const WithReasonSchema = DoneBySchema.extend({ reason: line(300) })

export const MedicationSchema = z.object({
  caseId: IdSchema,
  /** As on the prescription. */
  name: line(200),
  atc: AtcSchema.nullable(),
  cis: CisSchema.nullable(),
  form: line(120).nullable(),
  strength: line(120).nullable(),
  /** International names, where known: a product with several has them all. */
  substances: z.array(line(120)).max(12),
  posology: line(300).nullable(),
  moments: MomentsSchema.nullable(),
  indication: line(200).nullable(),
  startOn: DaySchema.nullable(),
  /** The last day on which it is taken. */
  endOn: DaySchema.nullable(),
  prescriber: MedicationWhoSchema.nullable(),
  preparedBy: MedicationWhoSchema.nullable(),
  givenBy: MedicationWhoSchema.nullable(),
  status: z.enum(['current', 'paused', 'stopped']),
  addedBy: IdSchema,
  startedAt: InstantSchema,
  /** Why the last change was made, by whom and when. */
  changed: WithReasonSchema.nullable(),
  /** `until`: the day on which it is taken again, if one was said. */
  paused: WithReasonSchema.extend({ until: DaySchema.nullable() }).nullable(),
  stopped: WithReasonSchema.nullable(),
})
export type Medication = z.infer<typeof MedicationSchema>

/** What medications have had since version 3 of the log, empty. */
export const plainMedication = () =>
  ({
    cis: null,
    form: null,
    strength: null,
    substances: [],
    moments: null,
    startOn: null,
    endOn: null,
    prescriber: null,
    preparedBy: null,
    givenBy: null,
    paused: null,
  }) satisfies Partial<Medication>

/**
 * A line as it begins; whatever is not given is empty.
 * @throws invalid when it ends before it begins
 */
export function newMedication(
  given: Pick<Medication, 'caseId' | 'name' | 'addedBy' | 'startedAt'> & Partial<Medication>,
): Medication {
  return requireDays({
    ...plainMedication(),
    ...{ atc: null, posology: null, indication: null, changed: null, stopped: null },
    status: 'current',
    ...given,
  })
}

/** What may be changed of a line that goes on. */
export type MedicationChange = Partial<
  Pick<
    Medication,
    'posology' | 'moments' | 'indication' | 'startOn' | 'endOn' | 'prescriber' | 'preparedBy' | 'givenBy'
  >
>

/** Dose and time: what whoever fills the pill organiser must know. */
const DOSE = ['posology', 'moments'] as const

/** Whether two states of a line ask for different pills at any moment of the day. */
export function isDoseChanged(before: Medication | undefined, after: Medication): boolean {
  if (!before) return after.status === 'current'
  if (before.status !== after.status) return true
  if (after.status === 'stopped') return false
  return DOSE.some((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
}

function requireRunning(medication: Medication): void {
  if (medication.status === 'stopped') throw new DomainError('conflict', { status: medication.status })
}

/** @throws invalid when it ends before it begins */
function requireDays(medication: Medication): Medication {
  const { startOn, endOn } = medication
  if (startOn !== null && endOn !== null && endOn < startOn)
    throw new DomainError('invalid', { field: 'endOn', why: 'before_start' })
  return medication
}

/** @throws conflict when it is stopped already */
export function stopMedication(medication: Medication, by: string, at: string, reason: string): Medication {
  requireRunning(medication)
  return { ...medication, status: 'stopped', stopped: { by, at, reason } }
}

/**
 * Changes dose, times, end or who sees to it, with the reason.
 * @throws conflict when it is stopped; invalid when it would end before it begins
 */
export function changeMedication(
  medication: Medication,
  by: string,
  at: string,
  change: MedicationChange,
  reason: string,
): Medication {
  requireRunning(medication)
  const after = { ...medication, ...change }
  const isSame = (Object.keys(change) as (keyof MedicationChange)[]).every(
    (key) => JSON.stringify(medication[key]) === JSON.stringify(after[key]),
  )
  return isSame ? medication : requireDays({ ...after, changed: { by, at, reason } })
}

/** @throws conflict when it is stopped */
export const changePosology = (
  medication: Medication,
  by: string,
  at: string,
  posology: string,
  reason: string,
): Medication => changeMedication(medication, by, at, { posology }, reason)

/** @throws conflict when it is stopped or paused already; invalid when it would be taken again before today */
export function pauseMedication(
  medication: Medication,
  by: string,
  at: string,
  reason: string,
  until: string | null,
): Medication {
  if (medication.status !== 'current') throw new DomainError('conflict', { status: medication.status })
  if (until !== null && until < at.slice(0, 10))
    throw new DomainError('invalid', { field: 'until', why: 'in_the_past' })
  return { ...medication, status: 'paused', paused: { by, at, reason, until } }
}

/** @throws conflict unless it is paused */
export function resumeMedication(medication: Medication, by: string, at: string, reason: string): Medication {
  if (medication.status !== 'paused') throw new DomainError('conflict', { status: medication.status })
  return { ...medication, status: 'current', paused: null, changed: { by, at, reason } }
}

interface HeldMedication {
  readonly id: string
  readonly after: Medication
}

/**
 * Who fills the pill organiser: whoever is named on the line, otherwise whoever fills it for all the other lines that
 * name somebody.
 * @returns null when nobody is named, or several are
 */
export function preparerOf(medication: Medication, others: Iterable<HeldMedication>): MedicationWho | null {
  if (medication.preparedBy) return medication.preparedBy
  const named = [...others].flatMap(({ after }) =>
    after.status !== 'stopped' && after.preparedBy ? [JSON.stringify(after.preparedBy)] : [],
  )
  return new Set(named).size === 1 ? (JSON.parse(named[0]!) as MedicationWho) : null
}
