/** When somebody is on duty, when they are away, and who stands in for them. */
import { z } from 'zod'
import { DaySchema, IdSchema } from './values.ts'

/** HH:MM at the house. */
export const ClockTimeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** From one time to a later one of the same day, on some days of the week (ISO: 1 is Monday). */
export const DutyHoursSchema = z
  .strictObject({
    days: z.array(z.number().int().min(1).max(7)).min(1).max(7),
    from: ClockTimeSchema,
    to: ClockTimeSchema,
  })
  .refine(({ from, to }) => from < to, 'ends before it begins')
export type DutyHours = z.infer<typeof DutyHoursSchema>

/** Both days included. Why somebody is away is nobody's business here. */
export const AbsenceSchema = z.object({
  id: IdSchema,
  from: DaySchema,
  to: DaySchema,
  replacedBy: IdSchema.nullable(),
})
export type Absence = z.infer<typeof AbsenceSchema>

/** One person's hours and absences in one team. Without hours nothing is known of when they work. */
export const ScheduleSchema = z.object({
  teamId: IdSchema,
  accountId: IdSchema,
  hours: z.array(DutyHoursSchema).max(20),
  absences: z.array(AbsenceSchema).max(200),
})
export type Schedule = z.infer<typeof ScheduleSchema>

export const HOUSE_ZONE = 'Europe/Paris'

export type Duty =
  | { readonly state: 'unknown' | 'onDuty' | 'offDuty' }
  | { readonly state: 'absent'; readonly until: string; readonly replacedBy: string | null }

/**
 * Whether somebody can be expected to answer now.
 * @param schedules of one person, one for each team; hours of any of them count, an absence from any does too
 * @param now ISO instant
 */
export function dutyAt(schedules: readonly Schedule[], now: string, zone = HOUSE_ZONE): Duty {
  const { day, weekday, time } = wallClock(now, zone)
  const away = schedules.flatMap(({ absences }) => absences).find(({ from, to }) => from <= day && day <= to)
  if (away) return { state: 'absent', until: away.to, replacedBy: away.replacedBy }
  const hours = schedules.flatMap((schedule) => schedule.hours)
  if (hours.length === 0) return { state: 'unknown' }
  const works = hours.some(({ days, from, to }) => days.includes(weekday) && from <= time && time < to)
  return { state: works ? 'onDuty' : 'offDuty' }
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** What calendar and clock on the wall say: day YYYY-MM-DD, ISO weekday, time HH:MM. */
export function wallClock(now: string, zone = HOUSE_ZONE): { day: string; weekday: number; time: string } {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
    formats.set(zone, format)
  }
  const [day = '', time = ''] = format.format(new Date(now)).split(' ')
  return { day, weekday: new Date(`${day}T12:00:00Z`).getUTCDay() || 7, time }
}
