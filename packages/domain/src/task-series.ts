/**
 * A task that comes again: what each occurrence is, by which rule, and when it rests. The occurrences are tasks of
 * their own, made a week ahead. Its days are reckoned by `@colloque/recurrence`.
 */
import { z } from 'zod'
import { addDays, instantAt } from './calendar.ts'
import { DomainError } from './errors.ts'
import { ProfessionSchema } from './profession.ts'
import { ClockTimeSchema, HOUSE_ZONE } from './schedule.ts'
import { RECORDS_MAX, RecordToTakeSchema } from './task-records.ts'
import { DAY_PARTS, windowBounds } from './task-window.ts'
import { newTask, type Task } from './task.ts'
import { DaySchema, DoneBySchema, IdSchema, InstantSchema, line, paragraph, UrgencySchema } from './values.ts'

/** When on its day: in a part of it, or at a time on the wall. */
export const OccurrenceTimeSchema = z.union([
  z.strictObject({ part: z.enum(DAY_PARTS) }),
  z.strictObject({ time: ClockTimeSchema }),
])
export type OccurrenceTime = z.infer<typeof OccurrenceTimeSchema>

export const MAX_TIMES_A_DAY = 3
/** How many days ahead occurrences are tasks that can be taken. */
export const SERIES_AHEAD_DAYS = 7
/** How far back a pause may begin: what was missed in it was not needed. */
export const PAUSE_BACK_DAYS = 31

const PauseSchema = z.object({
  from: DaySchema,
  /** Its last day; null until somebody says that it is over. */
  to: DaySchema.nullable(),
  reason: line(300),
  by: IdSchema,
  at: InstantSchema,
})
export type SeriesPause = z.infer<typeof PauseSchema>

export const TaskSeriesSchema = z.object({
  caseId: IdSchema,
  title: line(200),
  detail: paragraph(2_000).nullable(),
  forProfession: ProfessionSchema.nullable(),
  forAccount: IdSchema.nullable(),
  urgency: UrgencySchema,
  /** As on a task. */
  forPerson: z.boolean().optional(),
  /** None: at any time of the day. */
  times: z.array(OccurrenceTimeSchema).max(MAX_TIMES_A_DAY),
  /** Minutes before it is due; null for no reminder. */
  remindBefore: z.number().int().min(0).max(10_080).nullable(),
  checklist: z.array(z.object({ id: IdSchema, text: line(200) })).max(30),
  records: z.array(RecordToTakeSchema).max(RECORDS_MAX),
  /** RFC 5545, as `formatRule` writes it. */
  rule: line(200),
  /** From which weeks and counts are reckoned. */
  startsOn: DaySchema,
  /** First day that is its own: later than `startsOn` where it goes on another series. */
  from: DaySchema,
  /** Last day, besides what the rule says. */
  endsOn: DaySchema.nullable(),
  /** `paused`: until somebody resumes it. A pause of known length leaves it active: ask `seriesStateOn`. */
  status: z.enum(['active', 'paused', 'ended']),
  pauses: z.array(PauseSchema).max(100),
  /** Up to this day its occurrences are tasks. */
  madeUntil: DaySchema,
  /** The first series of the line: ids of occurrences follow from it. */
  originId: IdSchema,
  /** The series that this one goes on, and the one that goes on this one. */
  changedFrom: IdSchema.nullable(),
  changedTo: IdSchema.nullable(),
  createdBy: IdSchema,
  createdAt: InstantSchema,
  /** By whom; null while it goes on, and where its rule came to its end. */
  ended: DoneBySchema.nullable(),
  /** Of the end. */
  reason: line(300).nullable(),
})
export type TaskSeries = z.infer<typeof TaskSeriesSchema>

/** A day of a series and which of its times, from 0. */
export interface Occurrence {
  readonly day: string
  readonly index: number
}

/** The occurrences of some days, in order. */
export const occurrencesOn = ({ times }: Pick<TaskSeries, 'times'>, days: readonly string[]): Occurrence[] =>
  days.flatMap((day) => Array.from({ length: Math.max(times.length, 1) }, (_, index) => ({ day, index })))

export const isPausedOn = ({ pauses }: Pick<TaskSeries, 'pauses'>, day: string): boolean =>
  pauses.some(({ from, to }) => from <= day && (to === null || day <= to))

export function seriesStateOn(series: TaskSeries, day: string): TaskSeries['status'] {
  if (series.status === 'ended' || (series.endsOn !== null && series.endsOn < day)) return 'ended'
  return isPausedOn(series, day) ? 'paused' : 'active'
}

/** What an occurrence takes from its series: all but its id and its state. */
export function occurrenceFields(series: TaskSeries, seriesId: string, { day, index }: Occurrence) {
  const time = series.times[index]
  const window = time && 'part' in time ? { day, part: time.part } : null
  const dueAt = window
    ? windowBounds(window).to
    : instantAt(day, time && 'time' in time ? time.time : '23:59', HOUSE_ZONE)
  const { title, detail, forProfession, forAccount, urgency, remindBefore, records, forPerson } = series
  return {
    ...{ title, detail, forProfession, forAccount, urgency, records, window, dueAt, seriesId },
    ...(forPerson === undefined ? {} : { forPerson }),
    occurrence: day,
    checklist: series.checklist.map((item) => ({ ...item, done: null })),
    remindAt: remindBefore === null ? null : minutesBefore(dueAt, remindBefore),
  } satisfies Partial<Task>
}

const minutesBefore = (at: string, minutes: number) =>
  new Date(Date.parse(at) - minutes * 60_000).toISOString()

/** An occurrence as it begins. @param at ISO instant */
export function newOccurrence(
  series: TaskSeries,
  seriesId: string,
  occurrence: Occurrence,
  at: string,
): Task {
  const { caseId, createdBy } = series
  return newTask({ caseId, createdBy, createdAt: at, ...occurrenceFields(series, seriesId, occurrence) })
}

/** How long after its day an occurrence that somebody holds still counts as theirs. */
const HELD_DAYS = 1

/**
 * Whether nobody did an occurrence in time: its day and its window are over, and a day more where somebody holds it,
 * who may have done it out of reach of the network. What waits for somebody outside goes on waiting.
 * @param now ISO instant
 */
export function isMissed({ status, occurrence, dueAt }: Task, now: string): boolean {
  if (occurrence === null || (status !== 'open' && status !== 'claimed')) return false
  const over = instantAt(addDays(occurrence, 1 + (status === 'claimed' ? HELD_DAYS : 0)), '00:00')
  return over <= now && (dueAt === null || dueAt <= now)
}

const stopped = ({ overdue }: Task) => ({ overdue: overdue && { ...overdue, nextAt: null } })

/** Nobody ended it: that nobody did it is found out by the clock. */
export const missed = (task: Task): Task => ({
  ...task,
  ...stopped(task),
  status: 'notDone',
  outcome: 'missed',
  handover: null,
})

/** Of no use: its series rests, has ended or says something else. */
export const notNeeded = (task: Task, ended: Task['ended'], reason: string | null): Task => ({
  ...task,
  ...stopped(task),
  status: 'notDone',
  outcome: 'notNeeded',
  handover: null,
  ended,
  reason,
})

/** A free occurrence that says what its series says now. */
export const followingSeries = (task: Task, fields: ReturnType<typeof occurrenceFields>): Task => ({
  ...task,
  ...fields,
  remindedAt: fields.remindAt === task.remindAt ? task.remindedAt : null,
  overdue: fields.dueAt === task.dueAt ? task.overdue : null,
})

/** @throws conflict once it has ended */
export function requireRunning(series: TaskSeries, today: string): void {
  if (seriesStateOn(series, today) === 'ended') throw new DomainError('conflict', { status: 'ended' })
}

/**
 * Rests from a day on, for a stay in hospital.
 * @throws invalid when it ends before it begins, or begins more than a month ago; conflict when it overlaps another
 */
export function pauseSeries(series: TaskSeries, pause: SeriesPause, today: string): TaskSeries {
  requireRunning(series, today)
  const { from, to } = pause
  if (to !== null && to < from) throw new DomainError('invalid', { field: 'to', why: 'before_from' })
  if (from < addDays(today, -PAUSE_BACK_DAYS))
    throw new DomainError('invalid', { field: 'from', why: 'in_past' })
  const other = series.pauses.find(
    (held) => (to === null || held.from <= to) && (held.to === null || from <= held.to),
  )
  if (other) throw new DomainError('conflict', { why: 'paused_already', from: other.from, to: other.to })
  if (series.pauses.length >= 100) throw new DomainError('invalid', { field: 'from', why: 'too_many' })
  return { ...series, status: to === null ? 'paused' : series.status, pauses: [...series.pauses, pause] }
}

/**
 * Goes on from a day on: the pause over that day ends the day before, and where it has not begun it is taken back.
 * @throws conflict when it does not rest on that day
 */
export function resumeSeries(series: TaskSeries, from: string, today: string): TaskSeries {
  requireRunning(series, today)
  const pause = series.pauses.find((held) => held.from <= from && (held.to === null || from <= held.to))
  if (!pause) throw new DomainError('conflict', { why: 'not_paused' })
  const pauses = series.pauses.flatMap((held) => {
    if (held !== pause) return [held]
    return held.from < from ? [{ ...held, to: addDays(from, -1) }] : []
  })
  return { ...series, status: 'active', pauses }
}
