import { addDays, instantAt, wallClock } from '@colloque/domain'

/**
 * The instant of a day and a time of the story, in the house's zone.
 * @param today the day that the story calls 0
 * @param time HH:MM
 * @returns ISO UTC with milliseconds
 */
export const instantOf = (today: Date, day: number, time: string): string =>
  instantAt(addDays(wallClock(today.toISOString()).day, day), time)

/** The last time of day of the story's newest events. */
const STORY_ENDS = '08:30'

/** The day that the story calls 0: today, or yesterday while this morning's events have not happened yet. */
export function dayZero(now: Date): Date {
  return instantOf(now, 0, STORY_ENDS) <= now.toISOString() ? now : new Date(now.getTime() - 86_400_000)
}
