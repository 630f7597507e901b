/** How far the run of a protocol is on a case, read off its tasks, readings and alerts. Pure. */
import {
  bandOf,
  isTaskEnded,
  READING_KINDS,
  targetOf,
  type Measurement,
  type ProtocolRun,
  type ReadingAlert,
  type ReadingKind,
  type TargetBand,
  type Task,
} from '@colloque/domain'

export interface Entity<Type> {
  readonly id: string
  readonly after: Type
}
export type HeldRun = Entity<ProtocolRun>
export type RunTask = Entity<Task>

/** The readings of a kind since the run began. */
export interface RunSeries {
  readonly kind: ReadingKind
  readonly target: TargetBand | null
  /** The oldest first. */
  readonly readings: readonly Measurement[]
  readonly last: Measurement | undefined
  /** Where the last one stands to the target; undefined where nothing is aimed at, or taken yet. */
  readonly band: 'below' | 'inTarget' | 'above' | undefined
}

export interface RunState {
  /** Still to be done, the soonest first; those without a day last. */
  readonly open: readonly RunTask[]
  readonly next: RunTask | undefined
  readonly late: readonly RunTask[]
  readonly ended: readonly RunTask[]
  readonly series: readonly RunSeries[]
  /** Of its readings, since it began. */
  readonly alerts: readonly Entity<ReadingAlert>[]
  /** Alerts that are not closed. */
  readonly waiting: readonly Entity<ReadingAlert>[]
}

export interface OfCase {
  readonly tasks: readonly RunTask[]
  readonly measurements: readonly Measurement[]
  readonly alerts: readonly Entity<ReadingAlert>[]
}

const LAST = '9999'
const byDue = (one: RunTask, other: RunTask) =>
  (one.after.dueAt ?? LAST) < (other.after.dueAt ?? LAST) ? -1 : 1

/** @param now ISO instant */
export function runStateOf({ id, after: run }: HeldRun, ofCase: OfCase, now: string): RunState {
  const own = ofCase.tasks.filter(({ after }) => after.run?.id === id)
  const open = own.filter(({ after }) => !isTaskEnded(after)).sort(byDue)
  const kinds = kindsOf(run)
  const end = run.ended?.at ?? LAST
  const isWithin = (at: string) => at >= run.startsAt && at <= end
  const alerts = ofCase.alerts.filter(
    ({ after }) => kinds.includes(after.kind) && isWithin(after.readings[0]?.takenAt ?? after.raisedAt),
  )
  return {
    open,
    next: open[0],
    late: open.filter(({ after }) => after.dueAt !== null && after.dueAt < now),
    ended: own
      .filter(({ after }) => isTaskEnded(after))
      .sort((one, other) => ((one.after.ended?.at ?? '') < (other.after.ended?.at ?? '') ? -1 : 1)),
    series: kinds.map((kind) => seriesOf(run, kind, ofCase.measurements, isWithin)),
    alerts,
    waiting: alerts.filter(({ after }) => after.status !== 'closed'),
  }
}

/** What it aims at or measures, in the order of readings. */
export function kindsOf({ content }: Pick<ProtocolRun, 'content'>): ReadingKind[] {
  const aimed = new Set<string>(content.thresholds.map(({ kind }) => kind))
  const taken = new Set<string>(content.steps.flatMap(({ records }) => records.map(({ kind }) => kind)))
  return READING_KINDS.filter((kind) => aimed.has(kind) || taken.has(kind))
}

function seriesOf(
  run: ProtocolRun,
  kind: ReadingKind,
  measurements: readonly Measurement[],
  isWithin: (at: string) => boolean,
): RunSeries {
  const readings = measurements
    .filter((one) => one.kind === kind && isWithin(one.takenAt))
    .sort((one, other) => (one.takenAt < other.takenAt ? -1 : 1))
  const target = targetOf(run, kind)
  const last = readings.at(-1)
  return { kind, target, readings, last, band: last && bandOf(target, last) }
}
