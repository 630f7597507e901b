/** The occurrences of a series as a small picture over weeks. Pure. */
import { isTaskEnded, weekdayOf, type Task } from '@colloque/domain'
import { addDays } from '../../../platform/wallTime.ts'

export const MARKS = ['done', 'missed', 'refused', 'notNeeded', 'open', 'toCome'] as const
export type Mark = (typeof MARKS)[number]

export interface MarkedTask {
  /** null for a day of which no task has been made yet. */
  readonly taskId: string | null
  readonly mark: Mark
}
export interface SeriesDay {
  /** YYYY-MM-DD */
  readonly day: string
  readonly tasks: readonly MarkedTask[]
}
export interface SeriesWeek {
  readonly monday: string
  readonly days: readonly SeriesDay[]
}

/** Not done without a reason of the list counts as refused: somebody decided it. @param today YYYY-MM-DD */
export function markOf(task: Task, today: string): Mark {
  if (task.status === 'done') return 'done'
  if (!isTaskEnded(task)) return (task.occurrence ?? today) > today ? 'toCome' : 'open'
  return task.outcome === 'missed' || task.outcome === 'notNeeded' ? task.outcome : 'refused'
}

export const mondayOf = (day: string) => addDays(day, 1 - weekdayOf(day))

/**
 * @param tasks the occurrences that are tasks
 * @param planned days to come of which none has been made
 * @param most weeks back from today; fewer where the first occurrence is later
 */
export function weeksOf(
  tasks: readonly { readonly id: string; readonly after: Task }[],
  planned: readonly string[],
  today: string,
  most = 12,
): SeriesWeek[] {
  const dated = tasks.flatMap(({ id, after }) =>
    after.occurrence ? [{ id, after, day: after.occurrence }] : [],
  )
  const days = [...dated.map(({ day }) => day), ...planned].sort()
  const earliest = addDays(mondayOf(today), -7 * (most - 1))
  const first = mondayOf(days[0] ?? today)
  const last = mondayOf(days.at(-1) ?? today)
  const weeks: SeriesWeek[] = []
  for (let monday = first > earliest ? first : earliest; monday <= last; monday = addDays(monday, 7)) {
    const week = Array.from({ length: 7 }, (_, index) => addDays(monday, index))
    weeks.push({ monday, days: week.map((day) => ({ day, tasks: marksOn(day) })) })
  }
  return weeks

  function marksOn(day: string): MarkedTask[] {
    const made = dated
      .filter((one) => one.day === day)
      .sort((one, other) => ((one.after.dueAt ?? '') < (other.after.dueAt ?? '') ? -1 : 1))
      .map(({ id, after }) => ({ taskId: id, mark: markOf(after, today) }))
    return made.length > 0 || !planned.includes(day) ? made : [{ taskId: null, mark: 'toCome' }]
  }
}
