/** What is to be done. */
import {
  IdSchema,
  InstantSchema,
  line,
  paragraph,
  ProfessionSchema,
  TaskSchema,
  UrgencySchema,
} from '@colloque/domain'
import { command, inCase, onTask, caseId, reason } from './define.ts'

export const taskCommands = {
  'task.create': command(
    'Ask for something to be done',
    inCase,
    'task.create',
    {
      caseId,
      title: line(200),
      detail: paragraph(2_000).optional(),
      forProfession: ProfessionSchema.optional(),
      forAccount: IdSchema.optional(),
      urgency: UrgencySchema.optional(),
      dueAt: InstantSchema.optional(),
      messageId: IdSchema.optional(),
    },
    TaskSchema,
  ),
  'task.claim': command('Take a task: one wins', onTask, 'task.work', { taskId: IdSchema }, TaskSchema),
  'task.release': command('Give a task back', onTask, 'task.work', { taskId: IdSchema, reason }, TaskSchema),
  'task.hold': command(
    'Wait for somebody or something',
    onTask,
    'task.work',
    { taskId: IdSchema, waitingFor: line(200) },
    TaskSchema,
  ),
  'task.resume': command(
    'Take a waiting task up again',
    onTask,
    'task.work',
    { taskId: IdSchema },
    TaskSchema,
  ),
  'task.complete': command(
    'Done',
    onTask,
    'task.work',
    { taskId: IdSchema, note: paragraph(2_000).optional() },
    TaskSchema,
  ),
  'task.abandon': command(
    'Will not be done, and why',
    onTask,
    'task.work',
    { taskId: IdSchema, reason },
    TaskSchema,
  ),
} as const
