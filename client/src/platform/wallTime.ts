/** Days and hours as the clocks of the house show them, to and from instants: the domain's own, for pages that hold dates. */
import { addDays, endOfDay as endOf, instantAt as instantOf, wallClock } from '@colloque/domain'

export { addDays }

/** The day, YYYY-MM-DD, at an instant. */
export const dayAt = (instant: Date): string => wallClock(instant.toISOString()).day

/** The hour, HH:mm, at an instant. */
export const hourAt = (instant: Date): string => wallClock(instant.toISOString()).time

/** The instant, ISO, at which the clocks show a day, YYYY-MM-DD, and an hour, HH:mm. @throws RangeError on what is no date */
export const instantAt = (day: string, hour = '00:00'): string => instantOf(day, hour)

/** The last instant of the day, ISO. */
export const endOfDay = (now: Date): string => endOf(dayAt(now))

/** 0 is Sunday. @param day YYYY-MM-DD */
export const weekday = (day: string): number => new Date(`${day}T12:00:00Z`).getUTCDay()
