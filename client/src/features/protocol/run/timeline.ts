/** A run as a line: what was done, what crossed a threshold, what is late, what comes next; then what may follow. Pure. */
import type { ProtocolStep, ReadingAlert } from '@colloque/domain'
import type { Entity, HeldRun, RunState, RunTask } from '../../../platform/run/runState.ts'

export type Moment =
  | { readonly what: 'done' | 'notDone'; readonly at: string; readonly task: RunTask }
  | { readonly what: 'alert'; readonly at: string; readonly alert: Entity<ReadingAlert> }
  | { readonly what: 'late' | 'toCome'; readonly at: string | null; readonly task: RunTask }

/** The past first, in its order; then what is open, the soonest first. */
export function momentsOf(state: RunState): { readonly past: Moment[]; readonly open: Moment[] } {
  const late = new Set(state.late.map(({ id }) => id))
  const past: Moment[] = [
    ...state.ended.map((task): Moment => ({
      what: task.after.status === 'done' ? 'done' : 'notDone',
      at: task.after.ended?.at ?? task.after.createdAt,
      task,
    })),
    ...state.alerts.map((alert): Moment => ({
      ...{ what: 'alert', alert },
      at: alert.after.readings[0]?.takenAt ?? alert.after.raisedAt,
    })),
  ]
  return {
    past: past.sort((one, other) => ((one.at ?? '') < (other.at ?? '') ? -1 : 1)),
    open: state.open.map((task) => ({
      ...{ what: late.has(task.id) ? 'late' : 'toCome', at: task.after.dueAt, task },
    })),
  }
}

/** Steps that nothing asks for now, and that something may still bring about. None, once the run is over. */
export function waitingSteps({ after: run }: HeldRun, state: RunState): ProtocolStep[] {
  if (run.status === 'ended') return []
  const open = new Set(state.open.map(({ after }) => after.run?.step))
  const made = new Set([...state.open, ...state.ended].map(({ after }) => after.run?.step))
  const mayCome = ({ key, when }: ProtocolStep) => !made.has(key) || when.some(({ on }) => on !== 'start')
  return run.content.steps.filter((step) => !open.has(step.key) && mayCome(step))
}
