import { addDays } from '@colloque/domain'
import { MAX_COUNT, refused, type Rule } from './rule.ts'
import { nextOccurrences, occurrenceDays } from './occurrences.ts'

/** Of a rule without an end: once a day, at most. */
export const MAX_A_YEAR_WITHOUT_END = 366
export const MAX_A_DAY = 3
/** Of a rule with an end: three times a day for a year. */
export const MAX_IN_ALL = MAX_COUNT

export interface Recurring {
  readonly rule: Rule
  /** YYYY-MM-DD, as all days here. */
  readonly startsOn: string
  /** Last day, besides what the rule says. */
  readonly endsOn: string | null
  /** How often on each of its days. */
  readonly timesADay: number
}

/**
 * Refuses what nobody means: a rule that never comes, one too often in a day, one without an end that comes more than
 * daily, one whose end is thousands of occurrences away.
 * @throws DomainError invalid: `never`, `too_often { max }`, `needs_end { max }`, `too_many { max }`
 */
export function checkRule({ rule, startsOn, endsOn, timesADay }: Recurring): void {
  if (timesADay > MAX_A_DAY) throw refused('too_often', { max: MAX_A_DAY })
  const [first] = nextOccurrences(rule, { startsOn, from: startsOn, endsOn, limit: 1 })
  if (first === undefined) throw refused('never')
  const end = [endsOn, rule.until].flatMap((day) => day ?? []).sort()[0]
  if (end === undefined && rule.count === null) {
    const year = occurrenceDays(rule, startsOn, first, addDays(first, 365))
    if (year.length * timesADay > MAX_A_YEAR_WITHOUT_END)
      throw refused('needs_end', { max: MAX_A_YEAR_WITHOUT_END })
    return
  }
  const maxDays = Math.floor(MAX_IN_ALL / timesADay)
  const days = nextOccurrences(rule, { startsOn, from: startsOn, endsOn, limit: maxDays + 1 })
  if (days.length > maxDays) throw refused('too_many', { max: MAX_IN_ALL })
}
