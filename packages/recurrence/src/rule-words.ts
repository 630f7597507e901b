/** What a rule says, as keys and parameters for the reader's language: no sentence stands here. */
import type { Rule } from './rule.ts'

/**
 * Keys of messages with their parameters. `interval` is a number above 1; `weekdays` and `weekday` are ISO (1 is
 * Monday); `nth` is -5 to 5 without 0; `days` are days of the month, -1 the last; `day` is YYYY-MM-DD.
 */
export type RuleWords =
  | { readonly key: 'everyDay' | 'everyWeek' | 'everyWorkday' | 'everyMonth' | 'everyYear' }
  | {
      readonly key: 'everyDays' | 'everyWeeks' | 'everyMonths' | 'everyYears'
      readonly params: { readonly interval: number }
    }
  | { readonly key: 'onWeekdays'; readonly params: { readonly weekdays: readonly number[] } }
  | { readonly key: 'onNthWeekday'; readonly params: { readonly nth: number; readonly weekday: number } }
  | { readonly key: 'onMonthDays'; readonly params: { readonly days: readonly number[] } }
  | { readonly key: 'until'; readonly params: { readonly day: string } }
  | { readonly key: 'times'; readonly params: { readonly count: number } }

/** How often, on which days, until when: one to three and more parts, in the order in which they are said. */
export function ruleWords(rule: Rule, endsOn: string | null = null): RuleWords[] {
  return [...frequencyWords(rule), ...endWords(rule, endsOn)]
}

const EVERY = {
  daily: ['everyDay', 'everyDays'],
  weekly: ['everyWeek', 'everyWeeks'],
  monthly: ['everyMonth', 'everyMonths'],
  yearly: ['everyYear', 'everyYears'],
} as const

function frequencyWords({ frequency, interval, weekdays, monthDays }: Rule): RuleWords[] {
  const plain = weekdays.flatMap(({ weekday, nth }) => (nth === null ? weekday : [])).sort()
  if (frequency !== 'monthly' && interval === 1 && plain.join() === '1,2,3,4,5')
    return [{ key: 'everyWorkday' }]
  if (frequency !== 'monthly' && interval === 1 && plain.length === 7) return [{ key: 'everyDay' }]
  const [one, several] = EVERY[frequency]
  return [
    interval === 1 ? { key: one } : { key: several, params: { interval } },
    ...(plain.length > 0 ? [{ key: 'onWeekdays', params: { weekdays: plain } } as const] : []),
    ...weekdays.flatMap(({ weekday, nth }) =>
      nth === null ? [] : [{ key: 'onNthWeekday', params: { nth, weekday } } as const],
    ),
    ...(monthDays.length > 0 ? [{ key: 'onMonthDays', params: { days: monthDays } } as const] : []),
  ]
}

function endWords({ count, until }: Rule, endsOn: string | null): RuleWords[] {
  const day = [until, endsOn].flatMap((end) => end ?? []).sort()[0]
  return [
    ...(count === null ? [] : [{ key: 'times', params: { count } } as const]),
    ...(day === undefined ? [] : [{ key: 'until', params: { day } } as const]),
  ]
}
