/** What is to be done for somebody: its state, its parts, and whom it is for. */
import { z } from 'zod'
import { ProfessionSchema, type Profession } from './profession.ts'
import { CallSchema } from './task-calls.ts'
import { ObservationSchema, RECORDS_MAX, RecordToTakeSchema } from './task-records.ts'
import { OverdueSchema } from './task-overdue.ts'
import { TaskWindowSchema } from './task-window.ts'
import { DoneBySchema, IdSchema, InstantSchema, DaySchema, line, paragraph, UrgencySchema } from './values.ts'

/** à prendre, prise, en attente, faite, non faite. */
export const TASK_STATUSES = ['open', 'claimed', 'waiting', 'done', 'notDone'] as const
export type TaskStatus = (typeof TASK_STATUSES)[number]

/** Why a task is not done: the person refused, nobody did it in time, it is of no use any more. */
export const NOT_DONE_OUTCOMES = ['refused', 'missed', 'notNeeded'] as const
export type NotDoneOutcome = (typeof NOT_DONE_OUTCOMES)[number]

/** Asking the person what they wish, or an action of their care plan by its id. */
export const PlanItemSchema = z.templateLiteral([z.literal('actions/'), IdSchema]).or(z.literal('wishes'))
export type PlanItem = z.infer<typeof PlanItemSchema>

export const TaskSchema = z.object({
  caseId: IdSchema,
  title: line(200),
  detail: paragraph(2_000).nullable(),
  forProfession: ProfessionSchema.nullable(),
  forAccount: IdSchema.nullable(),
  urgency: UrgencySchema,
  /** Of a task with a window: its end. */
  dueAt: InstantSchema.nullable(),
  window: TaskWindowSchema.nullable(),
  remindAt: InstantSchema.nullable(),
  remindedAt: InstantSchema.nullable(),
  /** The message it came from. */
  messageId: IdSchema.nullable(),
  /** The card of the board it stands on. */
  cardId: IdSchema.nullable(),
  /** What of the care plan it carries out. Absent on tasks from before there were plans. */
  planItem: PlanItemSchema.nullable().optional(),
  /** Whether the person and their relatives are told of it, where the circle shares appointments. Absent: no. */
  forPerson: z.boolean().optional(),
  fileIds: z.array(IdSchema).max(20),
  status: z.enum(TASK_STATUSES),
  createdBy: IdSchema,
  createdAt: InstantSchema,
  /** Who holds it, or held it when it ended. */
  claimed: DoneBySchema.nullable(),
  /** When anybody first took it, whoever has it now. */
  firstClaimedAt: InstantSchema.nullable(),
  /** Does it for the holder, who goes on answering for it. */
  delegate: z.object({ accountId: IdSchema, by: IdSchema, at: InstantSchema }).nullable(),
  /** Offered by its holder; it stays theirs until the receiver accepts. */
  handover: z
    .object({ to: IdSchema, note: paragraph(2_000).nullable(), by: IdSchema, at: InstantSchema })
    .nullable(),
  /** Who or what is waited for: `waiting.for`, in words. */
  waitingFor: line(200).nullable(),
  waiting: z
    .object({
      for: line(200),
      /** Of somebody without an account. */
      who: line(120).nullable(),
      phone: line(30).nullable(),
      nextCallAt: InstantSchema.nullable(),
      calls: z.array(CallSchema).max(50),
    })
    .nullable(),
  checklist: z.array(z.object({ id: IdSchema, text: line(200), done: DoneBySchema.nullable() })).max(30),
  /** What is to be recorded when it is done. */
  records: z.array(RecordToTakeSchema).max(RECORDS_MAX),
  /** What was recorded. */
  measurementIds: z.array(IdSchema),
  observations: z.array(ObservationSchema),
  /** Tasks of the case that must have ended before it is done. */
  dependsOn: z.array(IdSchema).max(20),
  /** Professions that each do their part. */
  joint: z
    .array(
      z.object({
        profession: ProfessionSchema,
        done: DoneBySchema.nullable(),
        note: paragraph(2_000).nullable(),
      }),
    )
    .max(17),
  /** The series that it is an occurrence of, and for which day. */
  seriesId: IdSchema.nullable(),
  occurrence: DaySchema.nullable(),
  /** The bundle that it was started with, and which of its items it is. */
  bundle: z.object({ id: IdSchema, item: z.string().max(80) }).nullable(),
  /** The run of a protocol that asks for it, and which of its steps it is. Absent on tasks from before there were runs. */
  run: z
    .object({ id: IdSchema, step: z.string().max(40) })
    .nullable()
    .optional(),
  /** Whom the team's ladder has asked since it is overdue. */
  overdue: OverdueSchema.nullable(),
  ended: DoneBySchema.nullable(),
  /** Of what has ended; null where no reason of the list was given. */
  outcome: z.enum(['done', ...NOT_DONE_OUTCOMES]).nullable(),
  /** Of the completion. */
  note: paragraph(2_000).nullable(),
  /** Of the last release, of a hand-over declined, or of not having been done. */
  reason: line(300).nullable(),
})
export type Task = z.infer<typeof TaskSchema>

/** What tasks have had since version 2 of the log, empty. */
export const noParts = () =>
  ({
    window: null,
    remindAt: null,
    remindedAt: null,
    firstClaimedAt: null,
    cardId: null,
    fileIds: [],
    delegate: null,
    handover: null,
    waiting: null,
    checklist: [],
    records: [],
    measurementIds: [],
    observations: [],
    dependsOn: [],
    joint: [],
    seriesId: null,
    occurrence: null,
    bundle: null,
    overdue: null,
    outcome: null,
  }) satisfies Partial<Task>

/** A task as it begins; whatever is not given is empty. Routine, for the whole circle. */
export function newTask(
  given: Pick<Task, 'caseId' | 'title' | 'createdBy' | 'createdAt'> & Partial<Task>,
): Task {
  return {
    ...noParts(),
    detail: null,
    forProfession: null,
    forAccount: null,
    urgency: 'routine',
    dueAt: null,
    messageId: null,
    status: 'open',
    claimed: null,
    waitingFor: null,
    ended: null,
    note: null,
    reason: null,
    ...given,
  }
}

/** Somebody of the circle, as the rules of a task see them. */
export interface Worker {
  readonly accountId: string
  readonly profession: Profession | null
}

/**
 * Whether a task is for this person: by name, by profession, or for the whole circle. Of a joint task, while their
 * profession's part is still to do.
 */
export function isTaskFor(task: Task, worker: Worker): boolean {
  if (task.forAccount) return task.forAccount === worker.accountId
  if (task.joint.length > 0)
    return task.joint.some(({ profession, done }) => profession === worker.profession && !done)
  return task.forProfession === null || task.forProfession === worker.profession
}

export const isTaskEnded = (task: Task) => task.status === 'done' || task.status === 'notDone'
