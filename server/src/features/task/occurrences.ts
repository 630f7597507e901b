/** The tasks of a series: which are to be made by now, and what becomes of those that are there. */
import {
  addDays,
  isMissed,
  isPausedOn,
  missed,
  newOccurrence,
  occurrenceFields,
  occurrencesOn,
  SERIES_AHEAD_DAYS,
  type EntityState,
  type Task,
  type TaskSeries,
} from '@colloque/domain'
import { nextOccurrences, occurrenceDays, parseRule } from '@colloque/recurrence'
import { v5 } from 'uuid'
import type { StreamFold } from '../../platform/change-log/index.ts'
import { entity } from '../../platform/commands.ts'

/** So many days in one change: after a long standstill it is several. */
const MAX_DAYS = 31

/** The same task for a day and a time of it, whichever node makes it, and through all changes of the series. */
const occurrenceId = ({ originId }: TaskSeries, { day, index }: { day: string; index: number }) =>
  v5(`occurrence ${day} ${index}`, originId)

export type OccurrenceTask = EntityState<Task> & { after: Task }

/** The occurrences of a series that are tasks. */
export const occurrencesOf = (fold: StreamFold, seriesId: string): OccurrenceTask[] =>
  fold.all<Task>('task').filter((task): task is OccurrenceTask => task.after?.seriesId === seriesId)

/** The days that are to be tasks by now and are not yet. @param today at the house */
export function daysToMake(series: TaskSeries, today: string): { days: string[]; until: string } {
  const { madeUntil, startsOn, endsOn, rule } = series
  const horizon = addDays(today, SERIES_AHEAD_DAYS)
  const to = endsOn !== null && endsOn < horizon ? endsOn : horizon
  const from = laterOf(addDays(madeUntil, 1), series.from)
  const all = occurrenceDays(parseRule(rule), startsOn, from, to).filter((day) => !isPausedOn(series, day))
  const days = all.slice(0, MAX_DAYS)
  return { days, until: all.length > days.length ? (days.at(-1) ?? horizon) : horizon }
}

export const laterOf = (one: string, other: string) => (one > other ? one : other)
export const earlierOf = (one: string, other: string) => (one < other ? one : other)

/** Whether its rule has come to its end, so that nothing is to be made any more. */
export function isOver({ rule, startsOn, endsOn, madeUntil }: TaskSeries, today: string): boolean {
  const from = earlierOf(today, addDays(madeUntil, 1))
  return nextOccurrences(parseRule(rule), { startsOn, from, endsOn, limit: 1 }).length === 0
}

export type OccurrenceFields = ReturnType<typeof occurrenceFields>

export interface Making {
  readonly fold: StreamFold
  readonly seriesId: string
  readonly now: string
  readonly today: string
  /** What becomes of an occurrence that is a task already; the same object leaves it. */
  readonly revise?: (task: Task, fields: OccurrenceFields) => Task
  /** What was due before now is left out: nobody could have known of it. */
  readonly onlyAhead?: boolean
}

/**
 * Makes what is to be made by now. What lies wholly in the past is on record as missed, and asked of nobody.
 * @returns the series after it, the tasks that are new or otherwise, and the ids of all that it means
 */
export function makeOccurrences(series: TaskSeries, making: Making) {
  const { fold, seriesId, now, today, revise = (task) => task, onlyAhead = false } = making
  const { days, until } = daysToMake(series, today)
  const meant = new Set<string>()
  const tasks = occurrencesOn(series, days).flatMap((occurrence) => {
    const id = occurrenceId(series, occurrence)
    meant.add(id)
    const fields = occurrenceFields(series, seriesId, occurrence)
    if (onlyAhead && fields.dueAt < now) return []
    const held = fold.get<Task>('task', id)
    if (held) {
      const after = held.after && revise(held.after, fields)
      return after === null || after === held.after ? [] : [entity('task', id, after)]
    }
    const task = newOccurrence(series, seriesId, occurrence, now)
    return [entity('task', id, isMissed(task, now) ? missed(task) : task)]
  })
  return { series: { ...series, madeUntil: laterOf(until, series.madeUntil) }, tasks, meant }
}
