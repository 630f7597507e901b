/**
 * A meeting of a house about several people (*concertation*). Its shell lives with the team and knows its cases by the
 * ids of their agenda items alone: their names, questions and decisions live in the cases.
 */
import { z } from 'zod'
import { NamedPersonSchema } from './agenda-item.ts'
import { DomainError } from './errors.ts'
import { DoneBySchema, IdSchema, InstantSchema, line } from './values.ts'

export const MEETING_STATUSES = ['planned', 'live', 'closed', 'cancelled'] as const

/** One case in the order of the day. */
const SlotSchema = z.object({ itemId: IdSchema, minutes: z.number().int().min(1).max(120) })
export type MeetingSlot = z.infer<typeof SlotSchema>

const AttendanceSchema = z.object({ accountId: IdSchema, from: InstantSchema, to: InstantSchema.nullable() })

export const MEETING_SLOTS_MAX = 60
export const MeetingPlanSchema = z.strictObject({
  title: line(160),
  startsAt: InstantSchema,
  /** How long it may last. */
  minutes: z.number().int().min(5).max(480),
  place: line(200).nullable().default(null),
  link: z
    .url({ protocol: /^https$/ })
    .max(500)
    .nullable()
    .default(null),
  invited: z.array(NamedPersonSchema).max(60),
  chairId: IdSchema,
})
export type MeetingPlan = z.infer<typeof MeetingPlanSchema>

export const MeetingSchema = z.object({
  ...MeetingPlanSchema.shape,
  teamId: IdSchema,
  status: z.enum(MEETING_STATUSES),
  slots: z.array(SlotSchema).max(MEETING_SLOTS_MAX),
  /** Told to those invited. */
  sent: DoneBySchema.nullable(),
  attendance: z.array(AttendanceSchema).max(500),
  /** The case that is talked over, and since when. */
  clock: z.object({ itemId: IdSchema, since: InstantSchema }).nullable(),
  /** Seconds that each took so far. */
  spent: z.record(IdSchema, z.number().int().nonnegative()),
  called: DoneBySchema,
  closed: DoneBySchema.nullable(),
  cancelled: DoneBySchema.extend({ reason: line(300) }).nullable(),
})
export type Meeting = z.infer<typeof MeetingSchema>

export const newMeeting = (
  given: MeetingPlan & Pick<Meeting, 'teamId' | 'called'> & Partial<Meeting>,
): Meeting => ({
  ...{ status: 'planned', slots: [], sent: null, attendance: [], clock: null, spent: {} },
  ...{ closed: null, cancelled: null },
  ...given,
})

/** Minutes that its cases are given, beside those that it has. */
export const plannedMinutes = ({ slots }: Pick<Meeting, 'slots'>) =>
  slots.reduce((sum, { minutes }) => sum + minutes, 0)

/** @throws conflict { status } unless it is one of these */
export function requireMeeting(meeting: Meeting, ...statuses: Meeting['status'][]): void {
  if (!statuses.includes(meeting.status)) throw new DomainError('conflict', { status: meeting.status })
}

/** Whether those invited would miss it: another time or place, or somebody newly invited. */
export const isMeetingElsewhere = (before: Meeting, plan: MeetingPlan): boolean =>
  before.startsAt !== plan.startsAt ||
  before.place !== plan.place ||
  before.link !== plan.link ||
  plan.invited.some(
    ({ accountId }) => accountId !== null && !before.invited.some((one) => one.accountId === accountId),
  )

/** @throws invalid for a meeting about nobody */
export function requireCases({ slots }: Pick<Meeting, 'slots'>): void {
  if (slots.length === 0) throw new DomainError('invalid', { field: 'slots', why: 'no_case' })
}

/**
 * Puts the cases in another order, or gives them other times.
 * @throws invalid when one is named twice; conflict with the ids when these are not its cases
 */
export function orderSlots(meeting: Meeting, slots: readonly MeetingSlot[]): Meeting {
  requireMeeting(meeting, 'planned', 'live')
  const ids = slots.map(({ itemId }) => itemId)
  if (new Set(ids).size !== ids.length) throw new DomainError('invalid', { field: 'slots', why: 'twice' })
  const held = meeting.slots.map(({ itemId }) => itemId)
  if (held.length !== ids.length || held.some((id) => !ids.includes(id)))
    throw new DomainError('conflict', { why: 'slots_changed', ids: held })
  return { ...meeting, slots: [...slots] }
}

/** A case is put on its agenda; again changes nothing. @throws conflict when it is over or full */
export function addSlot(meeting: Meeting, slot: MeetingSlot): Meeting {
  requireMeeting(meeting, 'planned', 'live')
  if (meeting.slots.some(({ itemId }) => itemId === slot.itemId)) return meeting
  if (meeting.slots.length >= MEETING_SLOTS_MAX) throw new DomainError('conflict', { why: 'full' })
  return { ...meeting, slots: [...meeting.slots, slot] }
}

export const removeSlot = (meeting: Meeting, id: string): Meeting =>
  meeting.slots.some(({ itemId }) => itemId === id)
    ? { ...meeting, slots: meeting.slots.filter(({ itemId }) => itemId !== id) }
    : meeting

/** Somebody sits down, or leaves. @throws conflict unless it is live */
export function attend(meeting: Meeting, accountId: string, isThere: boolean, at: string): Meeting {
  requireMeeting(meeting, 'live')
  const open = meeting.attendance.find((one) => one.accountId === accountId && one.to === null)
  if (Boolean(open) === isThere) return meeting
  const attendance = open
    ? meeting.attendance.map((one) => (one === open ? { ...one, to: at } : one))
    : [...meeting.attendance, { accountId, from: at, to: null }]
  return { ...meeting, attendance }
}

/** Who was or is there between two instants (ISO), once each. */
export const attendedBetween = ({ attendance }: Meeting, from: string, to: string): string[] => [
  ...new Set(
    attendance.flatMap((one) =>
      one.from <= to && (one.to === null || one.to >= from) ? [one.accountId] : [],
    ),
  ),
]

/**
 * The table turns to a case, or to none; what the last one took is added up.
 * @throws conflict unless it is live, not_found for a case that is not on its agenda
 */
export function turnTo(meeting: Meeting, itemId: string | null, at: string): Meeting {
  requireMeeting(meeting, 'live')
  if (meeting.clock?.itemId === itemId || (itemId === null && !meeting.clock)) return meeting
  if (itemId !== null && !meeting.slots.some((slot) => slot.itemId === itemId))
    throw new DomainError('not_found', { type: 'agendaItem' })
  return {
    ...meeting,
    spent: spentAt(meeting, at),
    clock: itemId === null ? null : { itemId, since: at },
  }
}

/** Seconds that each case took up to an instant (ISO), the one under way included. */
export function spentAt({ spent, clock }: Pick<Meeting, 'spent' | 'clock'>, at: string): Meeting['spent'] {
  if (!clock) return spent
  const seconds = Math.max(0, Math.round((Date.parse(at) - Date.parse(clock.since)) / 1_000))
  return { ...spent, [clock.itemId]: (spent[clock.itemId] ?? 0) + seconds }
}

/** It begins: whoever opens it is there. @throws conflict unless it is planned; invalid without a case */
export function startMeeting(meeting: Meeting, by: string, at: string): Meeting {
  requireMeeting(meeting, 'planned')
  requireCases(meeting)
  return attend({ ...meeting, status: 'live' }, by, true, at)
}

/** It is over: nobody is there any more, and the clock stands. @throws conflict unless it is live */
export function closeMeeting(meeting: Meeting, by: string, at: string): Meeting {
  requireMeeting(meeting, 'live')
  return {
    ...turnTo(meeting, null, at),
    attendance: meeting.attendance.map((one) => (one.to === null ? { ...one, to: at } : one)),
    status: 'closed',
    closed: { by, at },
  }
}
