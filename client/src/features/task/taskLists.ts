/** How tasks are listed. An entry is a task with its id and the case that it stands in. */
import { isTaskEnded, isTaskFor, URGENCIES, type Task } from '@colloque/domain'
import type { Worker } from '../../platform/task/taskRules.ts'

export interface TaskEntry {
  readonly id: string
  readonly after: Task
  /** ISO instant of the last change. */
  readonly at: string
}

/** One stop of a round. */
export interface Stop<Entry> {
  readonly caseId: string
  readonly tasks: readonly Entry[]
}

const RECENT_MS = 7 * 86_400_000

/** Urgent first, then what is due first, then what waits longest. */
const byPressure = ({ after: one }: TaskEntry, { after: other }: TaskEntry): number =>
  URGENCIES.indexOf(other.urgency) - URGENCIES.indexOf(one.urgency) ||
  order(one.dueAt ?? '9999', other.dueAt ?? '9999') ||
  order(one.createdAt, other.createdAt)

const order = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

/** Free, and for this person's profession or for the whole circle; those for them by name are theirs already. */
export const toTake = <Entry extends TaskEntry>(entries: readonly Entry[], worker: Worker): Entry[] =>
  entries
    .filter(({ after }) => after.status === 'open' && !after.forAccount && isTaskFor(after, worker))
    .sort(byPressure)

/** Held by this person, or for them by name; what waits for others last. */
export const mine = <Entry extends TaskEntry>(entries: readonly Entry[], worker: Worker): Entry[] =>
  entries
    .filter(
      ({ after }) =>
        !isTaskEnded(after) &&
        (after.claimed ? after.claimed.by === worker.accountId : after.forAccount === worker.accountId),
    )
    .sort(
      (one, other) =>
        Number(one.after.status === 'waiting') - Number(other.after.status === 'waiting') ||
        byPressure(one, other),
    )

/**
 * The people to see today, whoever is due first coming first, each with what is to be done: what this person holds
 * and that is due by the end of the day.
 */
export function round<Entry extends TaskEntry>(
  entries: readonly Entry[],
  worker: Worker,
  dayEnd: string,
): Stop<Entry>[] {
  const today = mine(entries, worker)
    .filter(({ after }) => after.status !== 'waiting' && after.dueAt !== null && after.dueAt <= dayEnd)
    .sort((one, other) => order(one.after.dueAt ?? '', other.after.dueAt ?? ''))
  const people = [...new Set(today.map(({ after }) => after.caseId))]
  return people.map((caseId) => ({ caseId, tasks: today.filter(({ after }) => after.caseId === caseId) }))
}

/** What ended in the last seven days and concerns this person, the latest first. */
export const recentlyEnded = <Entry extends TaskEntry>(
  entries: readonly Entry[],
  worker: Worker,
  now: Date,
): Entry[] =>
  entries
    .filter(
      ({ after }) =>
        isTaskEnded(after) &&
        now.getTime() - Date.parse(after.ended?.at ?? after.createdAt) < RECENT_MS &&
        (after.ended?.by === worker.accountId ||
          after.createdBy === worker.accountId ||
          isTaskFor(after, worker)),
    )
    .sort((one, other) => order(other.after.ended?.at ?? '', one.after.ended?.at ?? ''))
