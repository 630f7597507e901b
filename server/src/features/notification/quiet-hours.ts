import { isQuiet, wallClock, type Reach } from '@colloque/domain'

const MINUTE_MS = 60_000
const DAY_MINUTES = 24 * 60

/** When the quiet hours that hold now are over; `now` when none hold. */
export function quietUntil(reach: Reach, now: Date): Date {
  const quietAt = (at: number) => isQuiet(reach, new Date(at).toISOString())
  if (!reach.quiet || !quietAt(now.getTime())) return now
  const minutes =
    (minuteOf(reach.quiet.to) - minuteOf(wallClock(now.toISOString()).time) + DAY_MINUTES) % DAY_MINUTES
  const byTheClock = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS + minutes * MINUTE_MS
  // In the nights in which summer time begins or ends the night is an hour shorter or longer.
  const candidates = [-60, 0, 60].map((shift) => byTheClock + shift * MINUTE_MS)
  const end = candidates.find((at) => at > now.getTime() && !quietAt(at) && quietAt(at - MINUTE_MS))
  return new Date(end ?? byTheClock)
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
