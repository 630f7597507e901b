/** How a task comes again, as a form asks for it, and the rule (RFC 5545) that this makes. */
import { DomainError, weekdayOf, type OccurrenceTime } from '@colloque/domain'
import { checkRule, formatRule, newRule, nextOccurrences, parseRule, type Rule } from '@colloque/recurrence'
import { addDays } from '../../../platform/wallTime.ts'

export const REPEATS = ['daily', 'weekly', 'monthly'] as const
export type Repeats = (typeof REPEATS)[number]

export interface RepeatDraft {
  /** '' does not come again. */
  every: '' | Repeats
  /** Every so many days, weeks or months. */
  interval: number
  /** ISO, 1 is Monday; of a weekly one. None: the weekday on which it starts. */
  weekdays: number[]
  end: 'never' | 'count' | 'until'
  count: number
  /** YYYY-MM-DD */
  until: string
}

export const noRepeat = (): RepeatDraft => ({
  every: '',
  interval: 1,
  weekdays: [],
  end: 'never',
  count: 10,
  until: '',
})

/** The last day of a month stays the last of each; any other day keeps its number. */
const monthDayOf = (day: string) => (addDays(day, 1).endsWith('-01') ? -1 : Number(day.slice(8)))

/** @param startsOn YYYY-MM-DD */
export function ruleOf(repeat: RepeatDraft & { every: Repeats }, startsOn: string): Rule {
  const weekdays = repeat.weekdays.length > 0 ? [...repeat.weekdays].sort() : [weekdayOf(startsOn)]
  return newRule({
    frequency: repeat.every,
    interval: repeat.interval,
    ...(repeat.every === 'weekly' ? { weekdays: weekdays.map((weekday) => ({ weekday, nth: null })) } : {}),
    ...(repeat.every === 'monthly' ? { monthDays: [monthDayOf(startsOn)] } : {}),
    ...(repeat.end === 'count' ? { count: repeat.count } : {}),
    ...(repeat.end === 'until' && repeat.until ? { until: repeat.until } : {}),
  })
}

/** @returns undefined for a rule that the form has no fields for: it is then left as it is */
export function repeatOf(text: string): RepeatDraft | undefined {
  const { frequency, interval, weekdays, monthDays, count, until } = parseRule(text)
  if (frequency === 'yearly' || monthDays.length > 1 || weekdays.some(({ nth }) => nth !== null))
    return undefined
  const isEveryWeekdayRule = frequency === 'daily' && weekdays.length > 0
  return {
    ...noRepeat(),
    every: isEveryWeekdayRule ? 'weekly' : frequency,
    interval,
    weekdays: weekdays.map(({ weekday }) => weekday),
    ...(count === null ? {} : { end: 'count', count }),
    ...(until === null ? {} : { end: 'until', until }),
  }
}

const SHOWN = 6

/**
 * The first days of it, and why the server would refuse it.
 * @returns `why`: the refusal's `data.why`, '' where there is none
 */
export function previewOf(
  rule: Rule,
  startsOn: string,
  times: readonly OccurrenceTime[],
): { days: string[]; why: string } {
  try {
    parseRule(formatRule(rule))
    checkRule({ rule, startsOn, endsOn: null, timesADay: Math.max(times.length, 1) })
    return { days: nextOccurrences(rule, { startsOn, from: startsOn, limit: SHOWN }), why: '' }
  } catch (error) {
    if (error instanceof DomainError) return { days: [], why: String(error.data.why) }
    throw error
  }
}
