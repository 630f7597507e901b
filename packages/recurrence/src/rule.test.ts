import { DomainError } from '@colloque/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkRule, newRule, parseRule, ruleWords } from './index.ts'

const refusal = (act: () => unknown) => {
  try {
    act()
  } catch (error) {
    return error instanceof DomainError ? { code: error.code, ...error.data } : error
  }
  return undefined
}

describe('the text of a rule', () => {
  it('is read as RFC 5545 writes it, with or without its name, in either case', () => {
    expect(parseRule('RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH')).toEqual(
      newRule({
        frequency: 'weekly',
        interval: 2,
        weekdays: [
          { weekday: 1, nth: null },
          { weekday: 4, nth: null },
        ],
      }),
    )
    expect(parseRule('freq=monthly;byday=-1fr')).toEqual(
      newRule({ frequency: 'monthly', weekdays: [{ weekday: 5, nth: -1 }] }),
    )
  })

  it('an end given as an instant is the day on which that falls at the house', () => {
    expect(parseRule('FREQ=DAILY;UNTIL=20261231T225959Z').until).toBe('2026-12-31')
    expect(parseRule('FREQ=DAILY;UNTIL=20261231T230000Z').until).toBe('2027-01-01')
    expect(parseRule('FREQ=DAILY;UNTIL=20260630T220000Z').until).toBe('2026-07-01')
  })

  it.each([
    ['', 'not_a_rule'],
    ['every Monday', 'not_a_rule'],
    ['FREQ=DAILY;FREQ=DAILY', 'not_a_rule'],
    ['FREQ=DAILY;INTERVAL=0', 'not_a_rule'],
    ['FREQ=DAILY;INTERVAL=1000', 'unsupported'],
    ['FREQ=DAILY;COUNT=5;UNTIL=20270101', 'not_a_rule'],
    ['FREQ=DAILY;UNTIL=20270230', 'not_a_rule'],
    ['FREQ=DAILY;UNTIL=20270101T990000Z', 'not_a_rule'],
    ['FREQ=DAILY;COUNT=10000', 'too_many'],
    ['FREQ=DAILY;BYHOUR=8', 'unsupported'],
    ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31', 'unsupported'],
    ['FREQ=DAILY;INTERVAL=7;BYDAY=TU', 'unsupported'],
    ['FREQ=WEEKLY;BYDAY=2TU', 'unsupported'],
    ['FREQ=MONTHLY;BYDAY=MO,2TU', 'unsupported'],
    ['FREQ=WEEKLY;BYDAY=XX', 'not_a_rule'],
    ['FREQ=WEEKLY;WKST=SU', 'unsupported'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'not_a_rule'],
    ['FREQ=HOURLY', 'too_often'],
    ['FREQ=MINUTELY', 'too_often'],
    ['FREQ=SECONDLY;COUNT=3', 'too_often'],
    [`FREQ=DAILY;BYMONTHDAY=${'1,'.repeat(200)}1`, 'not_a_rule'],
  ])('refuses %s: %s', (text, why) => {
    expect(refusal(() => parseRule(text))).toMatchObject({ code: 'invalid', field: 'rule', why })
  })

  it('whatever it is given, it answers with a rule or a refusal of its list', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^FREQ=[A-Z]{5,7};[A-Z]{4,10}=[A-Z0-9,+-]{1,8}$/)),
        (text) => {
          const found = refusal(() => parseRule(text))
          if (found !== undefined) expect(found).toMatchObject({ code: 'invalid', field: 'rule' })
        },
      ),
    )
  })
})

describe('a rule is refused', () => {
  const base = { startsOn: '2026-11-23', endsOn: null, timesADay: 1 }
  const check = (text: string, over: { startsOn?: string; endsOn?: string; timesADay?: number } = {}) =>
    refusal(() => checkRule({ ...base, ...over, rule: parseRule(text) }))

  it('when it has no end and comes more often than daily', () => {
    expect(check('FREQ=DAILY')).toBeUndefined()
    expect(check('FREQ=WEEKLY;BYDAY=MO,WE,FR', { timesADay: 2 })).toBeUndefined()
    expect(check('FREQ=DAILY', { timesADay: 2 })).toMatchObject({ why: 'needs_end', max: 366 })
    expect(check('FREQ=DAILY', { timesADay: 2, endsOn: '2027-11-22' })).toBeUndefined()
  })

  it('when it comes more than three times a day, or its end is too far', () => {
    expect(check('FREQ=DAILY;COUNT=2', { timesADay: 4 })).toMatchObject({ why: 'too_often', max: 3 })
    expect(check('FREQ=DAILY;UNTIL=20991231')).toMatchObject({ why: 'too_many', max: 1098 })
    expect(check('FREQ=DAILY;COUNT=366', { timesADay: 3 })).toBeUndefined()
    expect(check('FREQ=DAILY;COUNT=367', { timesADay: 3 })).toMatchObject({ why: 'too_many' })
    expect(check('FREQ=WEEKLY;UNTIL=20351231')).toBeUndefined()
  })

  it('when it never comes, without looking for long', () => {
    const began = Date.now()
    // Always in February.
    expect(check('FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31', { startsOn: '2027-02-01' })).toMatchObject({
      why: 'never',
    })
    expect(Date.now() - began).toBeLessThan(1_000)
    expect(check('FREQ=WEEKLY;BYDAY=SU', { endsOn: '2026-11-28' })).toMatchObject({ why: 'never' })
    expect(check('FREQ=DAILY;UNTIL=20261101')).toMatchObject({ why: 'never' })
  })
})

describe('the words of a rule', () => {
  const words = (text: string) => ruleWords(parseRule(text))
  it('are keys and parameters', () => {
    expect(words('FREQ=DAILY;COUNT=10')).toEqual([
      { key: 'everyDay' },
      { key: 'times', params: { count: 10 } },
    ])
    expect(words('FREQ=WEEKLY;BYDAY=MO')).toEqual([
      { key: 'everyWeek' },
      { key: 'onWeekdays', params: { weekdays: [1] } },
    ])
    expect(words('FREQ=WEEKLY;BYDAY=FR,MO,TU,WE,TH')).toEqual([{ key: 'everyWorkday' }])
    expect(words('FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR,SA,SU')).toEqual([{ key: 'everyDay' }])
    expect(words('FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO')).toEqual([
      { key: 'everyMonths', params: { interval: 3 } },
      { key: 'onNthWeekday', params: { nth: 1, weekday: 1 } },
    ])
    expect(words('FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20271231')).toEqual([
      { key: 'everyMonth' },
      { key: 'onMonthDays', params: { days: [-1] } },
      { key: 'until', params: { day: '2027-12-31' } },
    ])
    expect(ruleWords(parseRule('FREQ=YEARLY;UNTIL=20301231'), '2028-01-01')).toEqual([
      { key: 'everyYear' },
      { key: 'until', params: { day: '2028-01-01' } },
    ])
  })
})
