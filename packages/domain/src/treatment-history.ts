/** The treatment over time: what was taken on a past day, and what has changed since. */
import { HOUSE_ZONE, wallClock } from './schedule.ts'
import type { Medication } from './medication.ts'

/** One change of one line. `before` is null for a new line; `after` where its words were redacted. */
export interface TreatmentStep {
  /** Of the change in the case's stream: lines that were changed in one act have the same. */
  readonly seq: number
  readonly at: string
  readonly by: string
  /** « medication.stopped », « flag.resolved »… */
  readonly kind: string
  readonly medicationId: string
  readonly before: Medication | null
  readonly after: Medication | null
}

export interface TreatmentOnDay {
  /** Every line written down by the end of that day, stopped ones included, as it stood then. */
  readonly lines: readonly { readonly id: string; readonly after: Medication }[]
  /** What has changed since, the oldest first. */
  readonly since: readonly TreatmentStep[]
}

/**
 * The list as it stood at the end of a day, and what has changed since.
 * @param history every change of the treatment, in any order
 * @param day YYYY-MM-DD by the clocks of `zone`
 */
export function treatmentOn(
  history: Iterable<TreatmentStep>,
  day: string,
  zone = HOUSE_ZONE,
): TreatmentOnDay {
  const lines = new Map<string, Medication>()
  const since: TreatmentStep[] = []
  for (const step of [...history].sort((one, other) => one.seq - other.seq)) {
    if (wallClock(step.at, zone).day > day) since.push(step)
    else if (step.after) lines.set(step.medicationId, step.after)
    else lines.delete(step.medicationId)
  }
  return { lines: [...lines].map(([id, after]) => ({ id, after })), since }
}
