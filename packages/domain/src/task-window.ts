/** A part of a day in which a task is to be done: « tournée du matin ». */
import { z } from 'zod'
import { addDays, instantAt } from './calendar.ts'
import { DomainError } from './errors.ts'
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

/** What is sent late, from a phone that was without network, may be due by so much before it arrives. */
const LATE_SENDER_MS = 86_400_000

/** @throws invalid { why: 'in_the_past' } for an instant more than a day ago */
export function requireNotPast(field: string, at: string | null | undefined, now: string): void {
  if (at && Date.parse(at) < Date.parse(now) - LATE_SENDER_MS)
    throw new DomainError('invalid', { field, why: 'in_the_past' })
}

interface Due {
  readonly dueAt: string | null
  readonly window: TaskWindow | null
}

/**
 * When a task is due: at an instant, or by the end of a window.
 * @param given undefined leaves what `before` says; one of them takes the other's place
 * @throws invalid when both are given, or when it is over for more than a day
 */
export function dueFrom(
  given: { readonly dueAt?: string | null | undefined; readonly window?: TaskWindow | null | undefined },
  now: string,
  before: Due = { dueAt: null, window: null },
  zone = HOUSE_ZONE,
): Due {
  if (given.dueAt && given.window) throw new DomainError('invalid', { field: 'dueAt', why: 'one_due' })
  if (given.window) {
    const { to } = windowBounds(given.window, zone)
    requireNotPast('window', to, now)
    return { dueAt: to, window: given.window }
  }
  if (given.dueAt) {
    requireNotPast('dueAt', given.dueAt, now)
    return { dueAt: given.dueAt, window: null }
  }
  const isCleared = given.dueAt === null || (given.window === null && before.window !== null)
  return isCleared ? { dueAt: null, window: null } : before
}
