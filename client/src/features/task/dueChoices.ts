/** The quick choices of a due date: each says when it means, so that nothing is guessed. */
import type { DayPart } from '@colloque/domain'
import { addDays, dayAt, hourAt, weekday } from '../../platform/wallTime.ts'

export interface DueChoice {
  readonly key: 'tonight' | 'tomorrow' | 'friday' | 'nextFriday'
  /** YYYY-MM-DD */
  readonly day: string
  /** A part of the day; without one, by the hour. */
  readonly part?: DayPart
  /** HH:mm */
  readonly hour?: string
}

const FRIDAY = 5
const EVENING = '19:00'

/** This evening (while it is not over), tomorrow morning, and the next Friday that is neither. */
export function dueChoices(now: Date): DueChoice[] {
  const today = dayAt(now)
  const untilFriday = (FRIDAY - weekday(today) + 7) % 7
  const friday = addDays(today, untilFriday > 1 ? untilFriday : untilFriday + 7)
  return [
    ...(hourAt(now) < EVENING ? [{ key: 'tonight', day: today, part: 'evening' } as const] : []),
    { key: 'tomorrow', day: addDays(today, 1), part: 'morning' },
    { key: untilFriday > 1 ? 'friday' : 'nextFriday', day: friday, hour: '18:00' },
  ]
}
