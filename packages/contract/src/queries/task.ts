/** Tasks of a case, what they come from, and the figures of a team. */
import {
  BundleContentSchema,
  IdSchema,
  InstantSchema,
  NeedSchema,
  ReferralSchema,
  TASK_STATUSES,
  TaskSchema,
  TaskSeriesSchema,
} from '@colloque/domain'
import { z } from 'zod'
import { identified, page, pageOf, query, id } from './define.ts'

const DurationSchema = z.object({
  taskIds: z.array(IdSchema),
  medianMinutes: z.number().int().nullable(),
  p90Minutes: z.number().int().nullable(),
})

/** Times by kind of task, never by person; each opens on the tasks behind it. */
const TaskFigureSchema = z.object({
  by: z.enum(['all', 'profession', 'bundle', 'series']),
  key: z.string().nullable(),
  taskIds: z.array(IdSchema),
  toClaim: DurationSchema,
  toCompletion: DurationSchema,
  onTime: z.object({ taskIds: z.array(IdSchema), ofTaskIds: z.array(IdSchema) }),
  open: z.array(IdSchema),
  notDone: z.array(IdSchema),
  /** Times are left out, since they would be those of one person. */
  ofOnePerson: z.boolean(),
})

export const taskQueries = {
  caseTasks: query(
    'Tasks of a case',
    '/cases/:id/tasks',
    'case',
    id,
    { ...page, status: z.enum(TASK_STATUSES).optional() },
    pageOf(identified(TaskSchema)),
  ),
  caseSeries: query(
    'What comes again in a case',
    '/cases/:id/series',
    'case',
    id,
    page,
    pageOf(identified(TaskSeriesSchema)),
  ),
  seriesOccurrences: query(
    'What became of each occurrence of a series, and of the series that it goes on, by day',
    '/cases/:id/series/:seriesId/occurrences',
    'case',
    { ...id, seriesId: IdSchema },
    page,
    pageOf(identified(TaskSchema)),
  ),
  taskHistory: query(
    'Each state of a task: who, when, by what, and which fields it changed; the first state first',
    '/cases/:id/tasks/:taskId/history',
    'case',
    { ...id, taskId: IdSchema },
    {},
    z.object({
      items: z.array(
        z.object({
          rev: z.number().int().positive(),
          /** Account id, or `system:<what>`. */
          by: z.string(),
          at: InstantSchema,
          /** Of the change: `task.claimed`. */
          kind: z.string(),
          /** Fields of the task; empty for the first state. */
          changed: z.array(z.string()),
          task: TaskSchema,
        }),
      ),
    }),
  ),
  caseNeeds: query('Needs of a case', '/cases/:id/needs', 'case', id, page, pageOf(identified(NeedSchema))),
  caseReferrals: query(
    'Whom the person is sent to',
    '/cases/:id/referrals',
    'case',
    id,
    page,
    pageOf(identified(ReferralSchema)),
  ),
  teamBundles: query(
    'The bundles that a team may start: those that ship, and its own',
    '/teams/:id/bundles',
    'team',
    id,
    {},
    z.object({
      items: z.array(
        BundleContentSchema.extend({
          id: IdSchema,
          version: z.number().int(),
          teamId: IdSchema.nullable(),
          basedOn: IdSchema.nullable(),
        }),
      ),
      seq: z.number().int(),
    }),
  ),
  teamTaskFigures: query(
    'How long tasks of the team wait to be taken and done, by kind; asked for from one day to another',
    '/teams/:id/task-figures',
    'team',
    id,
    { from: z.iso.date(), to: z.iso.date() },
    z.object({
      items: z.array(TaskFigureSchema),
      /** The cases that they are out of. */
      caseIds: z.array(IdSchema),
    }),
  ),
} as const
