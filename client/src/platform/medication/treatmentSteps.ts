/** The changes of a treatment as a reader wants them: what became of a line, day by day. */
import { isDoseChanged } from '@colloque/domain'
import { dayAt } from '../wallTime.ts'
import type { Step } from './useTreatmentHistory.ts'

export type StepKind = 'added' | 'stopped' | 'paused' | 'resumed' | 'dose' | 'other' | 'gone'

/** What happened to the line, by what it was and became: a flag that was accepted changes lines too. */
export function kindOf({ before, after }: Pick<Step, 'before' | 'after'>): StepKind {
  if (!after) return 'gone'
  if (!before) return 'added'
  if (before.status !== after.status) return after.status === 'current' ? 'resumed' : after.status
  return isDoseChanged(before, after) ? 'dose' : 'other'
}

/** Why, as whoever did it has said; null for a line that was added. */
export function reasonOf({ before, after }: Pick<Step, 'before' | 'after'>): string | null {
  if (!before || !after) return null
  const said = { stopped: after.stopped, paused: after.paused, current: after.changed }[after.status]
  return said?.reason ?? null
}

/** By day of the house, the newest first. */
export function byDay(steps: readonly Step[]): { day: string; steps: Step[] }[] {
  const days = new Map<string, Step[]>()
  for (const step of [...steps].sort((one, other) => other.seq - one.seq)) {
    const day = dayAt(new Date(step.at))
    days.set(day, [...(days.get(day) ?? []), step])
  }
  return [...days].map(([day, held]) => ({ day, steps: held }))
}
