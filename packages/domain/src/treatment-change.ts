/** What a proposal makes of a treatment: decided by the server, and shown before by the screen, by the same rule. */
import type { TreatmentChange } from './flag.ts'
import {
  changeMedication,
  newMedication,
  pauseMedication,
  stopMedication,
  type Medication,
} from './medication.ts'

interface Deciding {
  readonly by: string
  readonly at: string
  readonly reason: string
}

/**
 * The state of a line after a change of it.
 * @returns the same object where nothing changes
 * @throws conflict when it is stopped, or paused already; invalid for a pause that ends before today
 */
export function changedLine(
  before: Medication,
  change: Exclude<TreatmentChange, { act: 'add' }>,
  { by, at, reason }: Deciding,
): Medication {
  if (change.act === 'stop') return stopMedication(before, by, at, reason)
  if (change.act === 'pause') return pauseMedication(before, by, at, reason, change.until ?? null)
  const { posology, moments } = change
  const dose = {
    ...(posology === undefined ? {} : { posology }),
    ...(moments === undefined ? {} : { moments }),
  }
  return changeMedication(before, by, at, dose, reason)
}

/** The line that a change adds. Whoever decides prescribes it. */
export function addedLine(
  change: Extract<TreatmentChange, { act: 'add' }>,
  caseId: string,
  { by, at }: Pick<Deciding, 'by' | 'at'>,
): Medication {
  const { name, atc = null, posology = null, moments = null, indication = null } = change
  const said = { name, atc, posology, moments, indication }
  return newMedication({ ...said, caseId, prescriber: { accountId: by }, addedBy: by, startedAt: at })
}
