/**
 * How long tasks wait to be taken and to be done, for a team to look at its own running. By kind of task, never by
 * person: where one person alone stands behind a figure, no time is given.
 */
import { instantAt } from './calendar.ts'
import type { Task } from './task.ts'

export interface FiguredTask {
  readonly id: string
  readonly task: Task
}

/** Times of some tasks, in minutes, with the tasks behind them. */
export interface Duration {
  readonly taskIds: readonly string[]
  /** null where there is none, or where one person alone stands behind them. */
  readonly medianMinutes: number | null
  /** Nine of ten take no longer. */
  readonly p90Minutes: number | null
}

export interface TaskFigure {
  readonly by: 'all' | 'profession' | 'bundle' | 'series'
  /** A profession, the id of a bundle or of a series; null for all, and for what was asked of no profession. */
  readonly key: string | null
  /** Every task of this kind that was asked for in the period. */
  readonly taskIds: readonly string[]
  readonly toClaim: Duration
  readonly toCompletion: Duration
  /** Done by the time they were due, of those that were done and had one. */
  readonly onTime: { readonly taskIds: readonly string[]; readonly ofTaskIds: readonly string[] }
  readonly open: readonly string[]
  readonly notDone: readonly string[]
  /** True where the times are left out, since they would be those of one person. */
  readonly ofOnePerson: boolean
}

/**
 * @param tasks those asked for in the period, of all the cases that count
 * @returns all of them first, then each profession, bundle and series
 */
export function taskFigures(tasks: readonly FiguredTask[]): TaskFigure[] {
  const kinds = new Map<string, { by: TaskFigure['by']; key: string | null; of: FiguredTask[] }>()
  const put = (by: TaskFigure['by'], key: string | null, figured: FiguredTask) => {
    const name = `${by} ${key ?? ''}`
    const kind = kinds.get(name) ?? { by, key, of: [] }
    kind.of.push(figured)
    kinds.set(name, kind)
  }
  for (const figured of tasks) {
    const { bundle, seriesId } = figured.task
    put('all', null, figured)
    for (const profession of professionsOf(figured.task)) put('profession', profession, figured)
    if (bundle) put('bundle', bundle.id, figured)
    if (seriesId !== null) put('series', seriesId, figured)
  }
  const order: readonly TaskFigure['by'][] = ['all', 'profession', 'bundle', 'series']
  return [...kinds.values()]
    .sort(
      (one, other) =>
        order.indexOf(one.by) - order.indexOf(other.by) || ((one.key ?? '') < (other.key ?? '') ? -1 : 1),
    )
    .map(({ by, key, of }) => figureOf(by, key, of))
}

const professionsOf = ({ joint, forProfession }: Task): (string | null)[] =>
  joint.length > 0 ? joint.map(({ profession }) => profession) : [forProfession]

function figureOf(by: TaskFigure['by'], key: string | null, of: readonly FiguredTask[]): TaskFigure {
  const ofOnePerson = new Set(of.flatMap(({ task }) => peopleOf(task))).size === 1
  const ids = (tasks: readonly FiguredTask[]) => tasks.map(({ id }) => id)
  const claimed = of.filter(({ task }) => task.firstClaimedAt !== null)
  const done = of.filter(({ task }) => task.status === 'done' && task.ended !== null)
  const dated = done.filter(({ task }) => task.dueAt !== null)
  return {
    by,
    key,
    taskIds: ids(of),
    toClaim: durationOf(claimed, ({ firstClaimedAt }) => firstClaimedAt, ofOnePerson),
    toCompletion: durationOf(done, ({ ended }) => ended?.at ?? null, ofOnePerson),
    onTime: {
      taskIds: ids(dated.filter(({ task }) => (task.ended?.at ?? '') <= (task.dueAt ?? ''))),
      ofTaskIds: ids(dated),
    },
    open: ids(of.filter(({ task }) => !['done', 'notDone'].includes(task.status))),
    notDone: ids(of.filter(({ task }) => task.status === 'notDone')),
    ofOnePerson,
  }
}

/** Whoever took it, did it or did a part of it. */
const peopleOf = ({ claimed, ended, joint }: Task): string[] =>
  [claimed, ended, ...joint.map(({ done }) => done)].flatMap((done) => done?.by ?? [])

function durationOf(
  tasks: readonly FiguredTask[],
  until: (task: Task) => string | null,
  isWithheld: boolean,
): Duration {
  const minutes = tasks
    .map(({ task }) => minutesBetween(askedAt(task), until(task) ?? task.createdAt))
    .sort((one, other) => one - other)
  const at = (share: number) => minutes[Math.max(0, Math.ceil(minutes.length * share) - 1)] ?? null
  return {
    taskIds: tasks.map(({ id }) => id),
    medianMinutes: isWithheld ? null : at(0.5),
    p90Minutes: isWithheld ? null : at(0.9),
  }
}

/** From when its time counts: of an occurrence of a series the beginning of its day, however early it was laid out. */
export function askedAt({ createdAt, occurrence }: Task): string {
  if (occurrence === null) return createdAt
  const begins = instantAt(occurrence, '00:00')
  return begins > createdAt ? begins : createdAt
}

/** Whole minutes; none for what was taken before its day. */
const minutesBetween = (from: string, to: string) =>
  Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 60_000))
