/** All the tasks that one may see, filtered, grouped, or laid over a week. Pure. */
import { isTaskEnded, PROFESSIONS, type Profession, type Task } from '@colloque/domain'
import { addDays, dayAt } from '../../../platform/wallTime.ts'

export const STATES = ['current', 'open', 'claimed', 'waiting', 'blocked', 'ended'] as const
export type StateFilter = (typeof STATES)[number]
export const GROUPS = ['due', 'state', 'profession', 'person'] as const
export type Grouping = (typeof GROUPS)[number]

export interface Listed {
  readonly id: string
  readonly after: Task
}
export interface Filter {
  readonly caseId: string | undefined
  readonly profession: Profession | undefined
  readonly state: StateFilter
  /** These alone: those behind a figure. */
  readonly only?: ReadonlySet<string> | undefined
}

const professionsOf = ({ joint, forProfession }: Task) =>
  joint.length > 0 ? joint.map(({ profession }) => profession) : forProfession ? [forProfession] : []

/**
 * @param isBlocked whether a task waits for others
 * @returns what is due first, first
 */
export function filtered<Entry extends Listed>(
  entries: readonly Entry[],
  { caseId, profession, state, only }: Filter,
  isBlocked: (entry: Entry) => boolean,
): Entry[] {
  const isOf = (entry: Entry) => {
    const ended = isTaskEnded(entry.after)
    if (only) return true
    if (state === 'current') return !ended
    if (state === 'ended') return ended
    if (state === 'blocked') return !ended && isBlocked(entry)
    return entry.after.status === state
  }
  return entries
    .filter(
      (entry) =>
        (!only || only.has(entry.id)) &&
        (!caseId || entry.after.caseId === caseId) &&
        (!profession || professionsOf(entry.after).includes(profession)) &&
        isOf(entry),
    )
    .sort(
      (one, other) =>
        compare(one.after.dueAt ?? '9999', other.after.dueAt ?? '9999') ||
        compare(one.after.createdAt, other.after.createdAt),
    )
}
const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

export interface Group<Entry> {
  /** A day, a state, a profession, a case; '' for none. */
  readonly key: string
  readonly tasks: readonly Entry[]
}

/** Of what is not done and whose day is over: one group, however long ago. */
export const LATE = 'late'

/**
 * Groups in the order in which they are read; a joint task stands with the first of its professions.
 * @param today YYYY-MM-DD
 */
export function grouped<Entry extends Listed>(
  entries: readonly Entry[],
  by: Grouping,
  today: string,
): Group<Entry>[] {
  const keyOf = ({ after }: Entry): string => {
    if (by === 'due') return dueGroup(after, today)
    if (by === 'state') return after.status
    if (by === 'person') return after.caseId
    return professionsOf(after)[0] ?? ''
  }
  const groups = new Map<string, Entry[]>()
  for (const entry of entries) {
    const key = keyOf(entry)
    const group = groups.get(key)
    if (group) group.push(entry)
    else groups.set(key, [entry])
  }
  const order =
    by === 'state'
      ? ['open', 'claimed', 'waiting', 'done', 'notDone']
      : by === 'profession'
        ? Object.keys(PROFESSIONS)
        : []
  const keys = [...groups.keys()]
  if (order.length > 0) keys.sort((one, other) => place(order, one) - place(order, other))
  return keys.map((key) => ({ key, tasks: groups.get(key) ?? [] }))
}
const place = (order: readonly string[], key: string) =>
  order.includes(key) ? order.indexOf(key) : order.length

function dueGroup(task: Task, today: string): string {
  if (task.dueAt === null) return ''
  const day = dayAt(new Date(task.dueAt))
  return day < today && !isTaskEnded(task) ? LATE : day
}

/** The tasks of each day of a week; those without a day have none. @param monday YYYY-MM-DD */
export function weekDays<Entry extends Listed>(entries: readonly Entry[], monday: string) {
  return Array.from({ length: 7 }, (_, index) => {
    const day = addDays(monday, index)
    const tasks = entries.filter(({ after }) => {
      const own = after.window?.day ?? (after.dueAt ? dayAt(new Date(after.dueAt)) : '')
      return own === day
    })
    return { day, tasks }
  })
}
