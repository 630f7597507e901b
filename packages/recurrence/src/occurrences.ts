/** The days on which something comes again. A day is a day at the house, YYYY-MM-DD: no zone moves it. */
import { RRule, type Options } from './library.ts'
import type { Rule } from './rule.ts'

/**
 * @param startsOn from which weeks, months and counts are reckoned; not an occurrence itself unless the rule says so
 * @param from first day looked at
 * @param to last day looked at
 * @returns in order, each once
 */
export function occurrenceDays(rule: Rule, startsOn: string, from: string, to: string): string[] {
  if (from > to || to < startsOn) return []
  return libraryRule(rule, reckonedFrom(rule, startsOn, from), to)
    .between(dateOf(from), dateOf(to), true)
    .map(dayOf)
}

/** How many years ahead a next occurrence is looked for: 29 February comes again after eight at most. */
const LOOK_AHEAD_YEARS = 9

/**
 * The first occurrences from a day on, for a preview.
 * @param endsOn last day, besides what the rule says
 */
export function nextOccurrences(
  rule: Rule,
  {
    startsOn,
    from,
    endsOn = null,
    limit,
  }: { startsOn: string; from: string; endsOn?: string | null; limit: number },
): string[] {
  const far = `${Number((from > startsOn ? from : startsOn).slice(0, 4)) + LOOK_AHEAD_YEARS}-12-31`
  const to = endsOn !== null && endsOn < far ? endsOn : far
  const found: string[] = []
  if (limit < 1 || from > to || to < startsOn) return found
  libraryRule(rule, reckonedFrom(rule, startsOn, from), to).between(
    dateOf(from),
    dateOf(to),
    true,
    (date) => {
      found.push(dayOf(date))
      return found.length < limit
    },
  )
  return found
}

/** A rule that says its days by itself needs not be followed through all the years since it began. */
function reckonedFrom(
  { frequency, interval, weekdays, monthDays, count }: Rule,
  startsOn: string,
  from: string,
) {
  const saysItsDays = frequency === 'daily' || weekdays.length + monthDays.length > 0
  return saysItsDays && interval === 1 && count === null && from > startsOn ? from : startsOn
}

/** The library reckons in UTC: noon of each day stands for the day. */
const dateOf = (day: string) => new Date(`${day}T12:00:00.000Z`)
const dayOf = (date: Date) => date.toISOString().slice(0, 10)

const FREQUENCY_OF = {
  daily: RRule.DAILY,
  weekly: RRule.WEEKLY,
  monthly: RRule.MONTHLY,
  yearly: RRule.YEARLY,
}
const WEEKDAYS = [RRule.MO, RRule.TU, RRule.WE, RRule.TH, RRule.FR, RRule.SA, RRule.SU]

function libraryRule(
  { frequency, interval, weekdays, monthDays, count, until }: Rule,
  startsOn: string,
  to: string,
) {
  const options: Partial<Options> = {
    freq: FREQUENCY_OF[frequency],
    interval,
    dtstart: dateOf(startsOn),
    wkst: RRule.MO,
    // An end always: the library stops at it, and not in the year 9999.
    until: dateOf(until !== null && until < to ? until : to),
  }
  if (count !== null) options.count = count
  if (monthDays.length > 0) options.bymonthday = [...monthDays]
  if (weekdays.length > 0) {
    options.byweekday = weekdays.flatMap(({ weekday, nth }) => {
      const day = WEEKDAYS[weekday - 1]
      return day ? [nth === null ? day : day.nth(nth)] : []
    })
  }
  // Without its cache, which would keep every window that was ever asked for.
  return new RRule(options, true)
}
