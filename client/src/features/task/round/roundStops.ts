/** A day's round: whom to see, in which part of the day, and what is to be done there. */
import {
  DAY_PARTS,
  DAY_PART_TIMES,
  isTaskEnded,
  isTaskOf,
  URGENCIES,
  type DayPart,
  type Task,
  type Worker,
} from '@colloque/domain'
import { dayAt, hourAt } from '../../../platform/wallTime.ts'

/** `late`: due before today. */
export type RoundPart = 'late' | DayPart
export const ROUND_PARTS: readonly RoundPart[] = ['late', ...DAY_PARTS]

export interface RoundEntry {
  readonly id: string
  readonly after: Task
}

/** One person in one part of the day: whoever is seen twice stands there twice. */
export interface Stop<Entry> {
  readonly key: string
  readonly part: RoundPart
  readonly caseId: string
  readonly tasks: readonly Entry[]
}

/**
 * What is this person's to do today, the late with it, and what they have ended today: that keeps its place. What
 * waits for somebody outside, or is done by a delegate, is no reason to go anywhere.
 * @param keptOrder keys of stops in the order that the person has chosen; others stand as they are due
 */
export function roundStops<Entry extends RoundEntry>(
  entries: readonly Entry[],
  worker: Worker,
  now: Date,
  keptOrder: readonly string[] = [],
): Stop<Entry>[] {
  const today = dayAt(now)
  const stops = new Map<string, { part: RoundPart; caseId: string; tasks: Entry[] }>()
  const ofToday = entries.filter(({ after }) => isOfRound(after, worker, today))
  for (const entry of ofToday.sort((one, other) => byTime(one.after, other.after))) {
    const { caseId } = entry.after
    const part = partOf(entry.after, today)
    const key = `${part} ${caseId}`
    const stop = stops.get(key) ?? { part, caseId, tasks: [] }
    stop.tasks.push(entry)
    stops.set(key, stop)
  }
  const placeOf = (key: string) => (keptOrder.includes(key) ? keptOrder.indexOf(key) : keptOrder.length)
  return [...stops]
    .map(([key, stop]) => ({ key, ...stop }))
    .sort(
      (one, other) =>
        ROUND_PARTS.indexOf(one.part) - ROUND_PARTS.indexOf(other.part) ||
        placeOf(one.key) - placeOf(other.key),
    )
}

function isOfRound(task: Task, worker: Worker, today: string): boolean {
  if (task.dueAt === null || dueDay(task) > today) return false
  if (isTaskEnded(task))
    return task.ended?.by === worker.accountId && dayAt(new Date(task.ended.at)) === today
  if (task.status === 'waiting' || !isTaskOf(task, worker)) return false
  return task.delegate === null || task.delegate.accountId === worker.accountId
}

/** Of a window its day: a night is over on the morning after. */
const dueDay = ({ dueAt, window }: Task) => window?.day ?? dayAt(new Date(dueAt ?? 0))

function partOf(task: Task, today: string): RoundPart {
  if (dueDay(task) < today) return 'late'
  return task.window?.part ?? partAt(new Date(task.dueAt ?? 0))
}

/** The part of the day that an instant stands in; what is due at its very end is of it. */
function partAt(instant: Date): DayPart {
  const hour = hourAt(instant)
  return DAY_PARTS.find((part) => hour <= DAY_PART_TIMES[part].to) ?? 'night'
}

/**
 * Of the free tasks those that are to be done in this part of the day. What is late, or of tonight, is no reason to take
 * it with the others.
 */
export function freeNow<Entry extends RoundEntry>(
  free: readonly Entry[],
  now: Date,
): { readonly part: DayPart; readonly tasks: readonly Entry[] } {
  const [part, today] = [partAt(now), dayAt(now)]
  const tasks = free.filter(
    ({ after }) => after.dueAt !== null && dueDay(after) === today && partOf(after, today) === part,
  )
  return { part, tasks }
}

const byTime = (one: Task, other: Task): number =>
  (one.dueAt ?? '').localeCompare(other.dueAt ?? '') ||
  URGENCIES.indexOf(other.urgency) - URGENCIES.indexOf(one.urgency) ||
  one.createdAt.localeCompare(other.createdAt)

export const isStopDone = ({ tasks }: Stop<RoundEntry>) => tasks.every(({ after }) => isTaskEnded(after))

/** How many people there are, and with how many of them everything is done. */
export function progressOf(stops: readonly Stop<RoundEntry>[]): { done: number; people: number } {
  const people = new Set(stops.map(({ caseId }) => caseId))
  const toSee = new Set(stops.filter((stop) => !isStopDone(stop)).map(({ caseId }) => caseId))
  return { done: people.size - toSee.size, people: people.size }
}

/**
 * The order after a stop has changed places with its neighbour in the same part of the day.
 * @returns keys of all the stops
 */
export function moved(stops: readonly Stop<RoundEntry>[], key: string, step: 1 | -1): string[] {
  const keys = stops.map((stop) => stop.key)
  const at = keys.indexOf(key)
  const [stop, neighbour] = [stops[at], stops[at + step]]
  if (!stop || neighbour?.part !== stop.part) return keys
  keys.splice(at, 1)
  keys.splice(at + step, 0, key)
  return keys
}
