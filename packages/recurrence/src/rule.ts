/**
 * How something comes again: the part of RFC 5545 that care at home needs, in whole days. At which times of such a day
 * is no part of the rule, so that summer time never moves an occurrence to another day.
 */
import { DaySchema, DomainError, HOUSE_ZONE, wallClock } from '@colloque/domain'

export const FREQUENCIES = ['daily', 'weekly', 'monthly', 'yearly'] as const
export type Frequency = (typeof FREQUENCIES)[number]

/** A day of the week (ISO: 1 is Monday), or the `nth` such day of the month: -1 is the last. */
export interface RuleWeekday {
  readonly weekday: number
  readonly nth: number | null
}

export interface Rule {
  readonly frequency: Frequency
  /** Every so many days, weeks, months or years. */
  readonly interval: number
  readonly weekdays: readonly RuleWeekday[]
  /** 1 to 31; -1 is the last day of the month. A month without such a day has none. */
  readonly monthDays: readonly number[]
  readonly count: number | null
  /** Last possible day, YYYY-MM-DD. */
  readonly until: string | null
}

/** A rule without anything in particular; what is given differs. */
export const newRule = (given: Pick<Rule, 'frequency'> & Partial<Rule>): Rule => ({
  interval: 1,
  weekdays: [],
  monthDays: [],
  count: null,
  until: null,
  ...given,
})

/** Why a rule is refused: `DomainError.data.why`, with `field: 'rule'`. */
export const RULE_REFUSALS = [
  'not_a_rule',
  'unsupported',
  'too_often',
  'too_many',
  'needs_end',
  'never',
] as const
export type RuleRefusal = (typeof RULE_REFUSALS)[number]

export const refused = (why: RuleRefusal, more: object = {}) =>
  new DomainError('invalid', { field: 'rule', why, ...more })

const MAX_LENGTH = 200
const MAX_INTERVAL: Readonly<Record<Frequency, number>> = { daily: 366, weekly: 104, monthly: 60, yearly: 10 }
export const MAX_COUNT = 1_098
const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/**
 * Reads a rule's text: `FREQ=WEEKLY;BYDAY=MO,TH`, with or without `RRULE:` before it.
 * @throws DomainError invalid, `why` of `RULE_REFUSALS`, with the `part` where it is about one
 */
export function parseRule(text: string): Rule {
  const parts = partsOf(text)
  const frequency = frequencyOf(parts.get('FREQ'))
  const rule: Rule = {
    frequency,
    interval: whole(parts, 'INTERVAL', 1, MAX_INTERVAL[frequency]) ?? 1,
    weekdays: list(parts, 'BYDAY', 7, weekdayOf),
    monthDays: list(parts, 'BYMONTHDAY', 31, monthDayOf),
    count: whole(parts, 'COUNT', 1, MAX_COUNT, 'too_many'),
    until: untilOf(parts.get('UNTIL')),
  }
  requireUsual(rule)
  return rule
}

const KNOWN = ['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'COUNT', 'UNTIL', 'WKST']

function partsOf(text: string): Map<string, string> {
  const parts = new Map<string, string>()
  if (text.length > MAX_LENGTH) throw refused('not_a_rule')
  for (const part of text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .split(';')) {
    const [, name, value] = /^([A-Z]+)=([A-Z0-9,+-]+)$/.exec(part) ?? []
    if (!name || !value || parts.has(name)) throw refused('not_a_rule')
    if (!KNOWN.includes(name)) throw refused('unsupported', { part: name })
    parts.set(name, value)
  }
  // Weeks begin on Monday here.
  if ((parts.get('WKST') ?? 'MO') !== 'MO') throw refused('unsupported', { part: 'WKST' })
  return parts
}

function frequencyOf(value: string | undefined): Frequency {
  const frequency = FREQUENCIES.find((known) => known.toUpperCase() === value)
  if (frequency) return frequency
  throw refused(['HOURLY', 'MINUTELY', 'SECONDLY'].includes(value ?? '') ? 'too_often' : 'not_a_rule', {
    part: 'FREQ',
  })
}

function whole(
  parts: Map<string, string>,
  part: string,
  min: number,
  max: number,
  why: RuleRefusal = 'unsupported',
): number | null {
  const value = parts.get(part)
  if (value === undefined) return null
  if (!/^\d{1,9}$/.test(value) || Number(value) < min) throw refused('not_a_rule', { part })
  if (Number(value) > max) throw refused(why, { part, max })
  return Number(value)
}

/** Each once, in the order in which they are written. */
function list<T>(
  parts: Map<string, string>,
  part: string,
  max: number,
  read: (item: string) => T | undefined,
): T[] {
  const found = new Map<string, T>()
  for (const item of parts.get(part)?.split(',') ?? []) {
    const value = read(item)
    if (value === undefined) throw refused('not_a_rule', { part })
    // « 1MO » and « +1MO » are the same.
    found.set(JSON.stringify(value), value)
  }
  if (found.size > max) throw refused('unsupported', { part, max })
  return [...found.values()]
}

function weekdayOf(item: string): RuleWeekday | undefined {
  const [, nth, code] = /^([+-]?[1-5])?([A-Z]{2})$/.exec(item) ?? []
  const weekday = CODES.indexOf(code ?? '') + 1
  return weekday === 0 ? undefined : { weekday, nth: nth === undefined ? null : Number(nth) }
}

function monthDayOf(item: string): number | undefined {
  const day = /^[+-]?\d{1,2}$/.test(item) ? Number(item) : 0
  return day !== 0 && Math.abs(day) <= 31 ? day : undefined
}

/** A day, or an instant: then the day that it falls on at the house. */
function untilOf(value: string | undefined): string | null {
  if (value === undefined) return null
  const [, year, month, day, hour, minute, second, zulu] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/.exec(value) ?? []
  const written = `${year}-${month}-${day}`
  if (!DaySchema.safeParse(written).success) throw refused('not_a_rule', { part: 'UNTIL' })
  if (!zulu) return written
  const instant = new Date(`${written}T${hour}:${minute}:${second}Z`)
  if (Number.isNaN(instant.getTime())) throw refused('not_a_rule', { part: 'UNTIL' })
  return wallClock(instant.toISOString(), HOUSE_ZONE).day
}

/**
 * Refuses combinations that no screen offers. They are also those whose days may be centuries apart, which would take
 * seconds to look for.
 */
function requireUsual({ frequency, interval, weekdays, monthDays, count, until }: Rule): void {
  if (count !== null && until !== null) throw refused('not_a_rule', { part: 'UNTIL' })
  const daysOfWeek =
    frequency === 'weekly' ||
    (frequency === 'daily' && interval === 1) ||
    (frequency === 'monthly' && monthDays.length === 0)
  if (weekdays.length > 0 && !daysOfWeek) throw refused('unsupported', { part: 'BYDAY' })
  const numbered = weekdays.filter(({ nth }) => nth !== null).length
  // Of both in one rule the library takes the numbered ones alone.
  if (numbered > 0 && (frequency !== 'monthly' || numbered < weekdays.length))
    throw refused('unsupported', { part: 'BYDAY' })
  if (monthDays.length > 0 && frequency !== 'monthly') throw refused('unsupported', { part: 'BYMONTHDAY' })
}

/** The rule's text, the same for the same rule. What `parseRule` reads. */
export function formatRule(rule: Rule): string {
  const { frequency, interval, weekdays, monthDays, count, until } = rule
  const days = weekdays.map(({ weekday, nth }) => `${nth ?? ''}${CODES[weekday - 1] ?? ''}`)
  return [
    `FREQ=${frequency.toUpperCase()}`,
    ...(interval > 1 ? [`INTERVAL=${interval}`] : []),
    ...(days.length > 0 ? [`BYDAY=${days.join(',')}`] : []),
    ...(monthDays.length > 0 ? [`BYMONTHDAY=${monthDays.join(',')}`] : []),
    ...(count === null ? [] : [`COUNT=${count}`]),
    ...(until === null ? [] : [`UNTIL=${until.replaceAll('-', '')}`]),
  ].join(';')
}
