/** Days and hours as the clocks of the house show them (Europe/Paris), to and from instants. */
import { ZONE } from './format.ts'

const calendar = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE })
const wallClock = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE,
  dateStyle: 'short',
  timeStyle: 'medium',
  hourCycle: 'h23',
})

/** The day, YYYY-MM-DD, at an instant. */
export const dayAt = (instant: Date): string => calendar.format(instant)

/** The hour, HH:mm, at an instant. */
export const hourAt = (instant: Date): string => wallClock.format(instant).slice(-8, -3)

/** @param day YYYY-MM-DD */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/**
 * The instant, ISO, at which the clocks show this.
 * @param day YYYY-MM-DD
 * @param hour HH:mm
 * @throws RangeError on what is no date
 */
export function instantAt(day: string, hour = '00:00'): string {
  const shown = Date.parse(`${day}T${hour}:00Z`)
  let instant = shown
  // Twice: the first guess may fall on the other side of a change of the clocks.
  for (let round = 0; round < 2; round++) instant = shown - aheadOfUtc(instant)
  return new Date(instant).toISOString()
}

/** The last instant of the day, ISO. */
export const endOfDay = (now: Date): string =>
  new Date(Date.parse(instantAt(addDays(dayAt(now), 1))) - 1).toISOString()

/** 0 is Sunday. @param day YYYY-MM-DD */
export const weekday = (day: string): number => new Date(`${day}T12:00:00Z`).getUTCDay()

function aheadOfUtc(instant: number): number {
  const date = new Date(instant)
  return Date.parse(`${dayAt(date)}T${wallClock.format(date).slice(-8)}Z`) - Math.floor(instant / 1000) * 1000
}
