import { MOMENTS, type Moment, type SharedCase } from '@colloque/domain'

export type SharedMedication = NonNullable<SharedCase['treatment']>[number]

export interface MomentGroup {
  readonly moment: Moment | 'other'
  readonly lines: readonly { readonly medication: SharedMedication; readonly dose: string }[]
}

/** A treatment as one takes it: what at each moment, then what has no moment, as it was prescribed. */
export function byMoment(treatment: readonly SharedMedication[]): MomentGroup[] {
  const groups: MomentGroup[] = MOMENTS.map((moment) => ({
    moment,
    lines: treatment.flatMap((medication) => {
      const dose = medication.moments?.[moment]
      return dose ? [{ medication, dose }] : []
    }),
  }))
  const other = treatment
    .filter(({ moments }) => moments === null)
    .map((medication) => ({ medication, dose: medication.posology ?? '' }))
  return [...groups, { moment: 'other' as const, lines: other }].filter(({ lines }) => lines.length > 0)
}
