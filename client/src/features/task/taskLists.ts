/** How tasks are listed. An entry is a task with its id and the case that it stands in. */
import { isTaskEnded, isTaskFor, isTaskOf, URGENCIES, type Profession, type Task } from '@colloque/domain'
import type { Worker } from '../../platform/task/taskRules.ts'

export interface TaskEntry {
  readonly id: string
  readonly after: Task
  /** ISO instant of the last change. */
  readonly at: string
}

const ON_ROUNDS: readonly (Profession | null)[] = ['nurse', 'advancedPracticeNurse']

/** Whether somebody goes from house to house: their tasks open on their round where they hold a phone. */
export const opensOnRound = (worker: Worker | undefined): boolean =>
  worker !== undefined && ON_ROUNDS.includes(worker.profession)

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

/** Held by this person, done by them for its holder, offered to them, or for them by name; what waits last. */
export const mine = <Entry extends TaskEntry>(entries: readonly Entry[], worker: Worker): Entry[] =>
  entries
    .filter(
      ({ after }) =>
        !isTaskEnded(after) && (isTaskOf(after, worker) || after.handover?.to === worker.accountId),
    )
    .sort(
      (one, other) =>
        Number(one.after.status === 'waiting') - Number(other.after.status === 'waiting') ||
        byPressure(one, other),
    )

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
