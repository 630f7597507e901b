/** A week of one person, day by day: when they work, when they are away, and for whom they stand in. */
import type { Absence, Schedule } from '@colloque/domain'
import { addDays, weekday } from '../../platform/wallTime.ts'

export interface Span {
  /** HH:MM */
  readonly from: string
  readonly to: string
}

export interface DayOfPerson {
  /** YYYY-MM-DD */
  readonly day: string
  /** In order. Not those of a day off. */
  readonly hours: readonly Span[]
  readonly absence: Absence | undefined
  /** Account ids of those for whom the person stands in. */
  readonly standsInFor: readonly string[]
}

/** @param day YYYY-MM-DD */
export const mondayOf = (day: string): string => addDays(day, -((weekday(day) + 6) % 7))

/** @param monday YYYY-MM-DD */
export const daysOfWeek = (monday: string): string[] => [0, 1, 2, 3, 4, 5, 6].map((at) => addDays(monday, at))

/** @param schedules of everybody in one team */
export function weekOf(accountId: string, schedules: readonly Schedule[], monday: string): DayOfPerson[] {
  const own = schedules.filter((schedule) => schedule.accountId === accountId)
  const covers = (day: string) => (absence: Absence) => absence.from <= day && day <= absence.to
  return daysOfWeek(monday).map((day, index) => {
    const absence = own.flatMap(({ absences }) => absences).find(covers(day))
    const hours = own
      .flatMap((schedule) => schedule.hours)
      .filter(({ days }) => days.includes(index + 1))
      .map(({ from, to }) => ({ from, to }))
      .sort((one, other) => (one.from < other.from ? -1 : 1))
    const standsInFor = schedules.flatMap((schedule) =>
      schedule.absences.some((other) => other.replacedBy === accountId && covers(day)(other))
        ? [schedule.accountId]
        : [],
    )
    return { day, hours: absence ? [] : hours, absence, standsInFor }
  })
}

/** First and last hour of the day that is drawn. */
const [DAWN, DUSK] = [6, 22]

/** Where a span lies in the drawn day: from 0 to 1. What is earlier or later is cut. */
export function placeOf({ from, to }: Span): { readonly start: number; readonly length: number } {
  const at = (time: string) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number)
    return Math.min(1, Math.max(0, (hour + minute / 60 - DAWN) / (DUSK - DAWN)))
  }
  return { start: at(from), length: at(to) - at(from) }
}
