/** What is mine: account, tasks, queue, marks and drafts. */
import { AccountSchema, CareTeamSchema, IdSchema, InstantSchema, TaskSchema } from '@colloque/domain'
import { z } from 'zod'
import { DraftSchema } from '../socket.ts'
import { identified, page, pageOf, query } from './define.ts'

const QueueItemSchema = z.object({
  key: z.string(),
  kind: z.enum([
    'acknowledge',
    'mention',
    'unread',
    'flag',
    'flagCheck',
    'flagWatch',
    'report',
    'referral',
    'signPlan',
    'planReturned',
    'signMinutes',
    'reviewBreakGlass',
    'sharedMessage',
    'readingAlert',
    'task',
    'freeTask',
    'handover',
    'overdue',
  ]),
  band: z.enum(['urgent', 'today', 'later']),
  stream: z.string(),
  caseId: IdSchema.nullable(),
  entityId: IdSchema,
  by: z.string(),
  since: InstantSchema,
  dueAt: InstantSchema.nullable(),
  count: z.number().int(),
})

export const meQueries = {
  me: query(
    'The account, its teams and profession',
    '/me',
    'account',
    {},
    {},
    AccountSchema.extend({
      teams: z.array(CareTeamSchema.extend({ id: IdSchema, administrator: z.boolean() })),
      professions: z.array(z.string()),
    }),
  ),
  myTasks: query(
    'Tasks that are mine, by name, taken, delegated or offered to me, and free ones for my profession',
    '/me/tasks',
    'account',
    {},
    page,
    pageOf(identified(TaskSchema)),
  ),
  myQueue: query(
    'All that waits for me',
    '/me/queue',
    'account',
    {},
    {},
    z.object({ items: z.array(QueueItemSchema) }),
  ),
  myReadMarks: query(
    'How far I have read in each stream',
    '/me/read-marks',
    'account',
    {},
    {},
    z.object({
      items: z.array(z.object({ stream: z.string(), seq: z.number().int() })),
    }),
  ),
  myDrafts: query(
    'What I am writing, on all my devices; empty where it was sent',
    '/me/drafts',
    'account',
    {},
    {},
    z.object({ items: z.array(DraftSchema) }),
  ),
  pushKey: query(
    'What this browser’s push subscription must agree with: the server’s key, and the endpoint known for this session',
    '/push/key',
    'account',
    {},
    {},
    z.object({ publicKey: z.string(), endpoint: z.string().nullable() }),
  ),
} as const
