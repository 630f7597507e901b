/** What a prescriber does with the medications of a flag, before it is sent. */
import type { FlagAnswer } from './useFlagActs.ts'

export type PlannedAct = 'keep' | 'stop' | 'change'
export interface PlannedChange {
  readonly medicationId: string
  readonly name: string
  act: PlannedAct
  posology: string
}

/**
 * « Clarithromycine 500 mg » of « Clarithromycine 500 mg, comprimé »: what is said in a sentence. The
 * comma of « 2,5 mg » is no end.
 */
export const shortName = (name: string): string => name.split(/,\s/)[0]?.trim() || name

interface Concerned {
  readonly id: string
  readonly after: { readonly name: string; readonly posology: string | null }
}

/**
 * Nothing is changed to begin with, but for what the proposal names.
 * @param stopping the proposal as it reads when it is to stop a medication of that short name
 */
export const plannedChanges = (
  medications: readonly Concerned[],
  proposal: string | null,
  stopping: (name: string) => string,
): PlannedChange[] =>
  medications.map(({ id, after: { name, posology } }) => ({
    medicationId: id,
    name,
    act: proposal !== null && proposal === stopping(shortName(name)) ? 'stop' : 'keep',
    posology: posology ?? '',
  }))

export const changed = (plan: readonly PlannedChange[]) => plan.filter(({ act }) => act !== 'keep')

/** Whether each new posology is written. */
export const isComplete = (plan: readonly PlannedChange[]) =>
  plan.every(({ act, posology }) => act !== 'change' || posology.trim() !== '')

/** The part of the command that changes the treatment; empty lists are left out. */
export function treatmentChange(
  plan: readonly PlannedChange[],
): Pick<FlagAnswer, 'stopMedicationIds' | 'changePosology'> {
  const stopped = plan.filter(({ act }) => act === 'stop').map(({ medicationId }) => medicationId)
  const altered = plan
    .filter(({ act }) => act === 'change')
    .map(({ medicationId, posology }) => ({ medicationId, posology: posology.trim() }))
  return {
    ...(stopped.length ? { stopMedicationIds: stopped } : {}),
    ...(altered.length ? { changePosology: altered } : {}),
  }
}
