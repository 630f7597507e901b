/** What is to be done. */
import {
  CALL_RESULTS,
  IdSchema,
  InstantSchema,
  line,
  NOT_DONE_OUTCOMES,
  ObservationSchema,
  paragraph,
  PlanItemSchema,
  ProfessionSchema,
  ReadingInputSchema,
  RECORDS_MAX,
  RecordToTakeSchema,
  TaskSchema,
  TaskWindowSchema,
  UrgencySchema,
} from '@colloque/domain'
import { z } from 'zod'
import { caseId, command, inCaseOrPart, onTask, reason, rev } from './define.ts'

const taskId = IdSchema
const dueAt = InstantSchema.describe('Not more than a day ago; this or window')
const window = TaskWindowSchema.describe('A part of a day in the house’s zone; dueAt is its end then')
const fileIds = z.array(IdSchema).max(20)
const records = z
  .array(RecordToTakeSchema)
  .max(RECORDS_MAX)
  .describe('What is to be recorded when it is done')
const dependsOn = z.array(IdSchema).max(20).describe('Tasks of the case that must have ended before')
const forPerson = z
  .boolean()
  .describe('Tell the person and their relatives, where the circle shares appointments: its title and when')
const joint = z
  .array(ProfessionSchema)
  .min(2)
  .max(17)
  .describe('Professions that each do their part; instead of forProfession and forAccount')

export const taskCommands = {
  'task.create': command(
    'Ask for something to be done',
    inCaseOrPart,
    'task.create',
    {
      caseId,
      visibleTo: z
        .array(IdSchema)
        .min(1)
        .max(30)
        .optional()
        .describe('Accounts of the circle who alone see it, besides its author; without it the whole circle'),
      title: line(200),
      detail: paragraph(2_000).optional(),
      forProfession: ProfessionSchema.optional(),
      forAccount: IdSchema.optional(),
      joint: joint.optional(),
      urgency: UrgencySchema.optional(),
      dueAt: dueAt.optional(),
      window: window.optional(),
      remindAt: InstantSchema.optional(),
      messageId: IdSchema.optional(),
      cardId: IdSchema.optional().describe('The card of the board it stands on'),
      planItem: PlanItemSchema.optional().describe(
        'What of the care plan it carries out: `wishes`, or `actions/<id>`',
      ),
      forPerson: forPerson.optional(),
      fileIds: fileIds.optional(),
      checklist: z.array(line(200)).max(30).optional(),
      records: records.optional(),
      dependsOn: dependsOn.optional(),
    },
    TaskSchema,
  ),
  'task.update': command(
    'Change what a task says: a free one by anybody, one that is held by its author or holder',
    onTask,
    'task.create',
    {
      taskId,
      rev,
      title: line(200).optional(),
      detail: paragraph(2_000).nullable().optional(),
      forProfession: ProfessionSchema.nullable().optional(),
      forAccount: IdSchema.nullable().optional(),
      joint: joint.or(z.tuple([])).optional(),
      urgency: UrgencySchema.optional(),
      dueAt: dueAt.nullable().optional(),
      window: window.nullable().optional(),
      remindAt: InstantSchema.nullable().optional(),
      cardId: IdSchema.nullable().optional(),
      forPerson: forPerson.optional(),
      fileIds: fileIds.optional(),
      checklist: z
        .array(z.strictObject({ id: IdSchema.optional(), text: line(200) }))
        .max(30)
        .optional()
        .describe('All its items; those with an id keep their ticks'),
      records: records.optional(),
      dependsOn: dependsOn.optional(),
    },
    TaskSchema,
  ),
  'task.claim': command('Take a task: one wins', onTask, 'task.work', { taskId }, TaskSchema),
  'task.release': command('Give a task back', onTask, 'task.work', { taskId, reason }, TaskSchema),
  'task.hold': command(
    'Wait for somebody or something; somebody without an account by name and telephone',
    onTask,
    'task.work',
    {
      taskId,
      waitingFor: line(200),
      who: line(120).optional(),
      phone: line(30).optional(),
      nextCallAt: InstantSchema.optional(),
    },
    TaskSchema,
  ),
  'task.logCall': command(
    'Note a call to whom a task waits for; without nextCallAt nobody is to be called any more',
    onTask,
    'task.work',
    {
      taskId,
      result: z.enum(CALL_RESULTS),
      note: paragraph(500).optional(),
      nextCallAt: InstantSchema.optional(),
    },
    TaskSchema,
  ),
  'task.resume': command('Take a waiting task up again', onTask, 'task.work', { taskId }, TaskSchema),
  'task.check': command(
    'Tick an item of the checklist, or take the tick back',
    onTask,
    'task.work',
    { taskId, itemId: IdSchema, done: z.boolean() },
    TaskSchema,
  ),
  'task.complete': command(
    'Done, with what it asked to record; of a joint task the part of one’s profession',
    onTask,
    'task.work',
    {
      taskId,
      note: paragraph(2_000).optional(),
      readings: z.array(ReadingInputSchema).max(12).optional(),
      observations: z.array(ObservationSchema).max(3).optional(),
      checked: z.array(IdSchema).max(30).optional().describe('Items of the checklist'),
      fileIds: fileIds.optional(),
      doneAt: InstantSchema.optional().describe('When it was done, where that was offline'),
    },
    TaskSchema,
  ),
  'task.abandon': command(
    'Will not be done, and why',
    onTask,
    'task.work',
    { taskId, reason, outcome: z.enum(NOT_DONE_OUTCOMES).optional() },
    TaskSchema,
  ),
  'task.reopen': command(
    'Take an end back: within a day by whoever ended it, at any time by its author',
    onTask,
    'task.work',
    { taskId },
    TaskSchema,
  ),
  'task.offer': command(
    'Offer a task that one holds to somebody; it stays one’s own until they accept',
    onTask,
    'task.work',
    { taskId, toAccount: IdSchema, note: paragraph(2_000).optional() },
    TaskSchema,
  ),
  'task.accept': command('Accept a hand-over', onTask, 'task.work', { taskId }, TaskSchema),
  'task.decline': command(
    'Decline a hand-over; or take one’s offer back',
    onTask,
    'task.work',
    { taskId, reason },
    TaskSchema,
  ),
  'task.delegate': command(
    'Let somebody do a task that one holds; null ends it',
    onTask,
    'task.work',
    { taskId, toAccount: IdSchema.nullable() },
    TaskSchema,
  ),
} as const
