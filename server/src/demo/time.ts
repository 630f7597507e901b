const DAY_MS = 86_400_000

/**
 * The instant of a day and a time of the story, in Europe/Paris.
 * @param today the day that the story calls 0
 * @param time HH:MM
 * @returns ISO UTC with milliseconds
 */
export function instantOf(today: Date, day: number, time: string): string {
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(
    new Date(today.getTime() + day * DAY_MS),
  )
  const asUtc = Date.parse(`${date}T${time}:00.000Z`)
  return new Date(asUtc - parisOffset(new Date(asUtc))).toISOString()
}

/** Milliseconds by which Paris is ahead of UTC then. */
function parisOffset(at: Date): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: 'Europe/Paris',
    timeZoneName: 'longOffset',
  }).formatToParts(at)
  const offset = /GMT\+(\d\d):(\d\d)/.exec(parts.find(({ type }) => type === 'timeZoneName')?.value ?? '')
  return (Number(offset?.[1] ?? 0) * 60 + Number(offset?.[2] ?? 0)) * 60_000
}

/** The last time of day of the story's newest events. */
const STORY_ENDS = '08:30'

/** The day that the story calls 0: today, or yesterday while this morning's events have not happened yet. */
export function dayZero(now: Date): Date {
  return instantOf(now, 0, STORY_ENDS) <= now.toISOString() ? now : new Date(now.getTime() - DAY_MS)
}
