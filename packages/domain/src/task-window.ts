/** A part of a day in which a task is to be done: « tournée du matin ». */
import { z } from 'zod'
import { addDays, instantAt } from './calendar.ts'
import { HOUSE_ZONE } from './schedule.ts'
import { DaySchema } from './values.ts'

export const DAY_PARTS = ['morning', 'midday', 'afternoon', 'evening', 'night'] as const
export type DayPart = (typeof DAY_PARTS)[number]

export const TaskWindowSchema = z.strictObject({ day: DaySchema, part: z.enum(DAY_PARTS) })
export type TaskWindow = z.infer<typeof TaskWindowSchema>

/** Times on the wall, HH:MM. A night ends on the morning after. */
export const DAY_PART_TIMES = {
  morning: { from: '06:00', to: '12:00' },
  midday: { from: '12:00', to: '14:00' },
  afternoon: { from: '14:00', to: '18:00' },
  evening: { from: '18:00', to: '22:00' },
  night: { from: '22:00', to: '06:00' },
} as const satisfies Record<DayPart, { from: string; to: string }>

/** When a window begins and ends, ISO UTC. */
export function windowBounds({ day, part }: TaskWindow, zone = HOUSE_ZONE): { from: string; to: string } {
  const { from, to } = DAY_PART_TIMES[part]
  return { from: instantAt(day, from, zone), to: instantAt(to <= from ? addDays(day, 1) : day, to, zone) }
}
