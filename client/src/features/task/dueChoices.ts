/** The quick choices of a due date: each says when it means, so that nothing is guessed. */
import { addDays, dayAt, hourAt, weekday } from '../../platform/wallTime.ts'

export interface Due {
  /** YYYY-MM-DD */
  readonly day: string
  /** HH:mm */
  readonly hour: string
}
export type DueChoice = Due & { readonly key: 'tonight' | 'tomorrow' | 'friday' | 'nextFriday' }

const FRIDAY = 5
const EVENING = '19:00'

/** This evening (while it is not over), tomorrow morning, and the next Friday that is neither. */
export function dueChoices(now: Date): DueChoice[] {
  const today = dayAt(now)
  const untilFriday = (FRIDAY - weekday(today) + 7) % 7
  const friday = addDays(today, untilFriday > 1 ? untilFriday : untilFriday + 7)
  return [
    ...(hourAt(now) < EVENING ? [{ key: 'tonight', day: today, hour: EVENING } as const] : []),
    { key: 'tomorrow', day: addDays(today, 1), hour: '09:00' },
    { key: untilFriday > 1 ? 'friday' : 'nextFriday', day: friday, hour: '18:00' },
  ]
}
