import { addDays, dayAt, hourAt, instantAt, weekday } from '../wallTime.ts'

export interface CallChoice {
  readonly key: 'callLater' | 'callTomorrow' | 'callMonday'
  /** ISO instant. */
  readonly at: string
}

const OFFICES_OPEN = '09:00'
const OFFICES_CLOSE = '18:00'
const LATER_MS = 2 * 3_600_000
const QUARTER_MS = 15 * 60_000

/** When an office that did not answer may be called again: in two hours while it is open, on the next working day. */
export function callChoices(now: Date): CallChoice[] {
  const later = new Date(Math.ceil((now.getTime() + LATER_MS) / QUARTER_MS) * QUARTER_MS)
  const today = dayAt(now)
  const isOpenLater = dayAt(later) === today && hourAt(later) < OFFICES_CLOSE
  const day = weekday(today)
  const untilMonday = (8 - day) % 7 || 7
  const tomorrowWorks = day >= 0 && day <= 4
  return [
    ...(isOpenLater ? [{ key: 'callLater' as const, at: later.toISOString() }] : []),
    ...(tomorrowWorks
      ? [{ key: 'callTomorrow' as const, at: instantAt(addDays(today, 1), OFFICES_OPEN) }]
      : []),
    ...(day === 0
      ? []
      : [{ key: 'callMonday' as const, at: instantAt(addDays(today, untilMonday), OFFICES_OPEN) }]),
  ]
}
