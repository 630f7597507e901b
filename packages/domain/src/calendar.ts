/** Days and times of the house: from what a calendar says to an instant, and which days are worked. */
import { HOUSE_ZONE, wallClock } from './schedule.ts'

const DAY_MS = 86_400_000

/** @param day YYYY-MM-DD */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10)
}

/** ISO weekday, 1 is Monday. @param day YYYY-MM-DD */
export const weekdayOf = (day: string): number => new Date(`${day}T12:00:00Z`).getUTCDay() || 7

/**
 * The instant at which the clocks of a zone show a day and a time. A time that a zone skips in spring is the one that
 * comes as long after; of one that comes twice in autumn it is the first.
 * @param day YYYY-MM-DD
 * @param time HH:MM
 * @returns ISO UTC with milliseconds
 */
export function instantAt(day: string, time: string, zone = HOUSE_ZONE): string {
  const asUtc = Date.parse(`${day}T${time}:00.000Z`)
  const offsetAt = (at: number) => {
    const shown = wallClock(new Date(at).toISOString(), zone)
    return Date.parse(`${shown.day}T${shown.time}:00.000Z`) - at
  }
  const [before, after] = [offsetAt(asUtc - DAY_MS), offsetAt(asUtc + DAY_MS)]
  const holds = [before, after].find((offset) => offsetAt(asUtc - offset) === offset)
  return new Date(asUtc - (holds ?? before)).toISOString()
}

/** The last instant of a day of the house. @param day YYYY-MM-DD. @returns ISO UTC with milliseconds */
export const endOfDay = (day: string): string =>
  new Date(Date.parse(instantAt(addDays(day, 1), '00:00')) - 1).toISOString()

/** Easter Sunday of the Gregorian calendar. Source: the algorithm of Meeus, Jones and Butcher. */
function easter(year: number): string {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114
  const [month, date] = [Math.floor(f / 31), (f % 31) + 1]
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
}

const FIXED_HOLIDAYS = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25']

/** Public holidays of metropolitan France. Source: Code du travail, L3133-1. */
export function isPublicHoliday(day: string): boolean {
  if (FIXED_HOLIDAYS.includes(day.slice(5))) return true
  const sunday = easter(Number(day.slice(0, 4)))
  // Easter Monday, Ascension, Whit Monday.
  return [1, 39, 50].some((count) => addDays(sunday, count) === day)
}

/** Monday to Friday, but for public holidays: when offices answer. */
export const isWorkingDay = (day: string): boolean => weekdayOf(day) <= 5 && !isPublicHoliday(day)

/** So many working days later, or earlier; for 0 the day itself, or the next one that is worked. */
export function addWorkingDays(day: string, count: number): string {
  const step = count < 0 ? -1 : 1
  let reached = day
  if (count === 0) while (!isWorkingDay(reached)) reached = addDays(reached, 1)
  for (let left = Math.abs(count); left > 0;) {
    reached = addDays(reached, step)
    if (isWorkingDay(reached)) left -= 1
  }
  return reached
}
