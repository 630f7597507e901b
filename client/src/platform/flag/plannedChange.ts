/** What is proposed, or decided, for the medications of a flag, before it is sent. */
import { MOMENTS, type Medication, type TreatmentChange } from '@colloque/domain'
import type { TypedMoments } from '../medication/typedMoments.ts'

export const PLANNED_ACTS = ['keep', 'stop', 'pause', 'change', 'replace'] as const
export type PlannedAct = (typeof PLANNED_ACTS)[number]

export interface PlannedChange {
  readonly medicationId: string
  readonly name: string
  /** What it is for: whatever replaces it is for the same. */
  readonly indication: string | null
  /** Its dose as it is, typed in the same way: to write that again is no change. */
  readonly present: { readonly posology: string; readonly moments: TypedMoments }
  act: PlannedAct
  /** Of the line that goes on, or of the one that replaces it. */
  posology: string
  moments: TypedMoments
  /** The day on which it is taken again, YYYY-MM-DD; '' where none is said. */
  until: string
  /** What replaces it, and its ATC code where it is known. */
  by: string
  atc: string | null
}

/**
 * « Clarithromycine 500 mg » of « Clarithromycine 500 mg, comprimé »: what is said in a sentence. The
 * comma of « 2,5 mg » is no end.
 */
export const shortName = (name: string): string => name.split(/,\s/)[0]?.trim() || name

interface Concerned {
  readonly id: string
  readonly after: Pick<Medication, 'name' | 'posology' | 'moments' | 'indication'>
}

const typedMoments = (moments: Medication['moments']): TypedMoments =>
  Object.fromEntries(MOMENTS.map((moment) => [moment, moments?.[moment] ?? ''])) as TypedMoments

/** @param act nothing is changed unless it says so */
export const plannedChange = ({ id, after }: Concerned, act: PlannedAct = 'keep'): PlannedChange => ({
  ...{ medicationId: id, name: after.name, indication: after.indication ?? null, act },
  present: { posology: after.posology ?? '', moments: typedMoments(after.moments) },
  posology: act === 'replace' ? '' : (after.posology ?? ''),
  moments: typedMoments(act === 'replace' ? null : after.moments),
  ...{ until: '', by: '', atc: null },
})

export const changed = (plan: readonly PlannedChange[]) => plan.filter(({ act }) => act !== 'keep')

const hasDose = ({ posology, moments }: PlannedChange) =>
  posology.trim() !== '' || MOMENTS.some((moment) => moments[moment].trim() !== '')

const isPresent = ({ posology, moments, present }: PlannedChange) =>
  posology.trim() === present.posology &&
  MOMENTS.every((moment) => moments[moment].trim() === present.moments[moment])

/** Whether all that its act asks for is written. */
export function isComplete(line: PlannedChange): boolean {
  if (line.act === 'change') return hasDose(line) && !isPresent(line)
  return line.act !== 'replace' || line.by.trim() !== ''
}

/** Dose and times as they are after the change; null where nothing is said: what was emptied does not stay. */
function doseAfter({ posology, moments }: PlannedChange) {
  const given = MOMENTS.flatMap((moment) => {
    const much = moments[moment].trim()
    return much ? [[moment, much] as const] : []
  })
  return { posology: posology.trim() || null, moments: given.length ? Object.fromEntries(given) : null }
}

/** Of a new line: what is empty is left out. */
function doseOf(line: PlannedChange) {
  const { posology, moments } = doseAfter(line)
  return { ...(posology ? { posology } : {}), ...(moments ? { moments } : {}) }
}

/** The changes of the treatment that a plan comes to. */
export function treatmentChanges(plan: readonly PlannedChange[]): TreatmentChange[] {
  return plan.flatMap((line): TreatmentChange[] => {
    const { act, medicationId, until, by, atc, indication } = line
    switch (act) {
      case 'keep':
        return []
      case 'stop':
        return [{ act, medicationId }]
      case 'pause':
        return [{ act, medicationId, ...(until ? { until } : {}) }]
      case 'change':
        return [{ act, medicationId, ...doseAfter(line) }]
      case 'replace':
        return [
          { act: 'stop', medicationId },
          {
            ...{ act: 'add', name: by.trim(), ...doseOf(line) },
            ...(atc ? { atc } : {}),
            ...(indication ? { indication } : {}),
          },
        ]
    }
  })
}
