import { addDays, dutyAt, instantAt, wallClock, type Schedule } from '@colloque/domain'

const DAYS_AHEAD = 7
/** After one's own hours: whoever begins with one is no successor yet. */
const MINUTE_MS = 60_000

/**
 * When somebody can next be expected to work: `now` where they do, the beginning of their next hours otherwise.
 * @param schedules of one person, one for each team
 * @param now ISO instant
 * @returns ISO instant; undefined where nothing is known, or they are away for a week
 */
export function nextDuty(schedules: readonly Schedule[], now: string): string | undefined {
  if (dutyAt(schedules, now).state === 'onDuty') return now
  const { day } = wallClock(now)
  const starts = Array.from({ length: DAYS_AHEAD }, (_, ahead) => addDays(day, ahead)).flatMap((date) =>
    schedules.flatMap(({ hours }) => hours.map(({ from }) => instantAt(date, from))),
  )
  return starts
    .sort()
    .find(
      (start) =>
        start > now &&
        dutyAt(schedules, new Date(Date.parse(start) + MINUTE_MS).toISOString()).state === 'onDuty',
    )
}

export interface Successor {
  readonly accountId: string
  /** Of how many of the people of the round they are in the circle. */
  readonly cases: number
}

/**
 * Who comes after somebody, the likeliest first: who stands in for them while they are away, then who knows most of
 * the people, then who works next.
 * @param me schedules of whoever hands over
 */
export function bySuccession<Person extends Successor>(
  people: readonly Person[],
  me: readonly Schedule[],
  schedulesOf: (accountId: string) => readonly Schedule[],
  now: string,
): Person[] {
  const tomorrow = addDays(wallClock(now).day, 1)
  const standIns = me
    .flatMap(({ absences }) => absences)
    .filter(({ from, to }) => from <= tomorrow && tomorrow <= to)
    .map(({ replacedBy }) => replacedBy)
  const next = new Map(
    people.map(({ accountId }) => [accountId, nextDuty(schedulesOf(accountId), now) ?? '9999']),
  )
  return [...people].sort(
    (one, other) =>
      Number(standIns.includes(other.accountId)) - Number(standIns.includes(one.accountId)) ||
      other.cases - one.cases ||
      (next.get(one.accountId) ?? '').localeCompare(next.get(other.accountId) ?? ''),
  )
}
