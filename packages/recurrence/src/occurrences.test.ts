import { addDays, HOUSE_ZONE, instantAt, wallClock } from '@colloque/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatRule,
  newRule,
  nextOccurrences,
  occurrenceDays,
  parseRule,
  type Rule,
  type RuleWeekday,
} from './index.ts'

const days = (from: string, to: string) =>
  fc
    .integer({
      min: Date.parse(`${from}T12:00:00Z`) / 86_400_000 - 0.5,
      max: Date.parse(`${to}T12:00:00Z`) / 86_400_000 - 0.5,
    })
    .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10))

/** Over leap years, the century without one, and many changes to summer time. */
const anyDay = fc.oneof(days('2023-12-01', '2029-03-31'), days('2096-01-01', '2104-12-31'))

const plain = fc
  .uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 7 })
  .map((list) => list.map((weekday): RuleWeekday => ({ weekday, nth: null })))
const nth = fc
  .uniqueArray(
    fc.record({ weekday: fc.integer({ min: 1, max: 7 }), nth: fc.constantFrom(1, 2, 3, 4, 5, -1, -2) }),
    { minLength: 1, maxLength: 3, selector: ({ weekday, nth }) => `${weekday} ${nth}` },
  )
  .map((list): RuleWeekday[] => list)
const monthDays = fc.uniqueArray(fc.constantFrom(1, 2, 15, 28, 29, 30, 31, -1, -2, -31), {
  minLength: 1,
  maxLength: 4,
})

const interval = (max: number) => fc.integer({ min: 1, max })
const shape: fc.Arbitrary<Rule> = fc.oneof(
  interval(10).map((interval) => newRule({ frequency: 'daily', interval })),
  plain.map((weekdays) => newRule({ frequency: 'daily', weekdays })),
  fc
    .tuple(interval(5), plain)
    .map(([interval, weekdays]) => newRule({ frequency: 'weekly', interval, weekdays })),
  interval(5).map((interval) => newRule({ frequency: 'monthly', interval })),
  fc
    .tuple(interval(5), nth)
    .map(([interval, weekdays]) => newRule({ frequency: 'monthly', interval, weekdays })),
  fc
    .tuple(interval(5), monthDays)
    .map(([interval, monthDays]) => newRule({ frequency: 'monthly', interval, monthDays })),
  interval(4).map((interval) => newRule({ frequency: 'yearly', interval })),
)
const end = fc.oneof(
  fc.constant({}),
  fc.integer({ min: 1, max: 60 }).map((count) => ({ count })),
  anyDay.map((until) => ({ until })),
)

const anyRule: fc.Arbitrary<Rule> = fc.tuple(shape, end).map(([rule, end]) => ({ ...rule, ...end }))

const between = (text: string, startsOn: string, from: string, to: string) =>
  occurrenceDays(parseRule(text), startsOn, from, to)

it('a rule written and read again is the same', () => {
  fc.assert(
    fc.property(anyRule, (rule) => {
      expect(parseRule(formatRule(rule))).toEqual(rule)
    }),
  )
})

describe('the days of a rule', () => {
  it('every Monday, and each day for ten days', () => {
    expect(between('FREQ=WEEKLY;BYDAY=MO', '2026-11-25', '2026-11-25', '2026-12-10')).toEqual([
      '2026-11-30',
      '2026-12-07',
    ])
    expect(between('FREQ=DAILY;COUNT=10', '2026-11-25', '2026-12-03', '2026-12-31')).toEqual([
      '2026-12-03',
      '2026-12-04',
    ])
  })

  it('every second week is reckoned from the week in which it began', () => {
    expect(between('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO', '2026-11-25', '2026-11-25', '2026-12-31')).toEqual([
      '2026-12-07',
      '2026-12-21',
    ])
  })

  it('over both changes of time there is one a day, at the same time on the wall', () => {
    for (const [from, to] of [
      ['2026-03-27', '2026-03-31'],
      ['2026-10-23', '2026-10-27'],
    ] as const) {
      const days = between('FREQ=DAILY', '2026-01-01', from, to)
      expect(days).toHaveLength(5)
      for (const day of days)
        expect(wallClock(instantAt(day, '08:00'), HOUSE_ZONE)).toMatchObject({ day, time: '08:00' })
    }
  })

  it('the 29th of February comes in leap years alone, the 31st in long months alone, the last day in each', () => {
    expect(between('FREQ=YEARLY', '2028-02-29', '2028-01-01', '2036-12-31')).toEqual([
      '2028-02-29',
      '2032-02-29',
      '2036-02-29',
    ])
    expect(between('FREQ=MONTHLY;BYMONTHDAY=31', '2027-01-01', '2027-01-01', '2027-05-31')).toEqual([
      '2027-01-31',
      '2027-03-31',
      '2027-05-31',
    ])
    expect(between('FREQ=MONTHLY;BYMONTHDAY=-1', '2028-01-01', '2028-01-01', '2028-03-31')).toEqual([
      '2028-01-31',
      '2028-02-29',
      '2028-03-31',
    ])
  })

  it('are those that a calendar leafed through day by day gives', () => {
    fc.assert(
      fc.property(
        anyRule,
        anyDay,
        fc.integer({ min: 0, max: 900 }),
        fc.integer({ min: 0, max: 400 }),
        (rule, startsOn, skip, length) => {
          const from = addDays(startsOn, skip)
          const to = addDays(from, length)
          expect(occurrenceDays(rule, startsOn, from, to)).toEqual(leafThrough(rule, startsOn, from, to))
        },
      ),
      { numRuns: 400 },
    )
  })

  it('of two spans that meet are together those of both: nothing is lost or doubled between two runs', () => {
    fc.assert(
      fc.property(
        anyRule,
        anyDay,
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 0, max: 200 }),
        (rule, startsOn, first, second) => {
          const middle = addDays(startsOn, first)
          const end = addDays(middle, second)
          expect([
            ...occurrenceDays(rule, startsOn, startsOn, middle),
            ...occurrenceDays(rule, startsOn, addDays(middle, 1), end),
          ]).toEqual(occurrenceDays(rule, startsOn, startsOn, end))
        },
      ),
    )
  })

  it('of a preview are the first of them', () => {
    fc.assert(
      fc.property(
        anyRule,
        anyDay,
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 5 }),
        (rule, startsOn, skip, limit) => {
          const from = addDays(startsOn, skip)
          const preview = nextOccurrences(rule, { startsOn, from, limit })
          const last = preview.at(-1)
          if (last === undefined)
            expect(limit === 0 ? [] : occurrenceDays(rule, startsOn, from, addDays(from, 365 * 9))).toEqual(
              [],
            )
          else expect(occurrenceDays(rule, startsOn, from, last)).toEqual(preview)
        },
      ),
      { numRuns: 200 },
    )
    expect(
      nextOccurrences(parseRule('FREQ=DAILY'), {
        startsOn: '2026-11-23',
        from: '2026-11-23',
        endsOn: '2026-11-24',
        limit: 5,
      }),
    ).toEqual(['2026-11-23', '2026-11-24'])
  })
})

/** Says of each day whether the rule means it: slow and plain, to hold the library against. */
function leafThrough(rule: Rule, startsOn: string, from: string, to: string): string[] {
  const found: string[] = []
  let count = 0
  for (let day = startsOn; day <= to; day = addDays(day, 1)) {
    if (!means(rule, startsOn, day)) continue
    if (rule.until !== null && day > rule.until) break
    if (rule.count !== null && ++count > rule.count) break
    if (day >= from) found.push(day)
  }
  return found
}

const number = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000
const weekday = (day: string) => ((number(day) + 3) % 7) + 1
const monthOf = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
const dateOf = (day: string) => Number(day.slice(8))
const lengthOfMonth = (day: string) =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate()

function means({ frequency, interval, weekdays, monthDays }: Rule, startsOn: string, day: string): boolean {
  const onWeekday = weekdays.some(({ weekday: wanted, nth }) => {
    if (weekday(day) !== wanted) return false
    if (nth === null) return true
    return nth > 0
      ? Math.ceil(dateOf(day) / 7) === nth
      : Math.ceil((lengthOfMonth(day) - dateOf(day) + 1) / 7) === -nth
  })
  switch (frequency) {
    case 'daily':
      return (number(day) - number(startsOn)) % interval === 0 && (weekdays.length === 0 || onWeekday)
    case 'weekly': {
      const monday = (of: string) => number(of) - weekday(of)
      if (((monday(day) - monday(startsOn)) / 7) % interval !== 0) return false
      return weekdays.length === 0 ? weekday(day) === weekday(startsOn) : onWeekday
    }
    case 'monthly': {
      if ((monthOf(day) - monthOf(startsOn)) % interval !== 0) return false
      if (weekdays.length > 0) return onWeekday
      if (monthDays.length === 0) return dateOf(day) === dateOf(startsOn)
      return monthDays.some(
        (wanted) => dateOf(day) === (wanted > 0 ? wanted : lengthOfMonth(day) + wanted + 1),
      )
    }
    case 'yearly':
      return (
        day.slice(5) === startsOn.slice(5) &&
        (Number(day.slice(0, 4)) - Number(startsOn.slice(0, 4))) % interval === 0
      )
  }
}
