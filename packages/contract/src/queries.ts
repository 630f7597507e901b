/** Every query: `GET /api/v1/...`, answered from what the caller may see. */
import {
  AccountSchema,
  BundleContentSchema,
  CareTeamSchema,
  CircleMemberSchema,
  ConversationSchema,
  FLAG_SEVERITIES,
  FlagSchema,
  IdSchema,
  InstantSchema,
  MeasurementSchema,
  MedicationSchema,
  MessageSchema,
  NeedSchema,
  PatientCaseSchema,
  PatientSchema,
  ReferralSchema,
  TASK_STATUSES,
  TaskSchema,
  TaskSeriesSchema,
} from '@colloque/domain'
import { z } from 'zod'
import { DraftSchema } from './socket.ts'

const identified = <Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>) =>
  z.object({ ...schema.shape, id: IdSchema, rev: z.number().int().positive() })

/** Whole numbers arrive as text in a URL. */
const whole = (minimum: number, maximum: number) => z.coerce.number().int().min(minimum).max(maximum)
const page = { cursor: z.string().max(200).optional(), limit: whole(1, 200).default(50) }
const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    /** The head of the stream that the items stand at; 0 where they come from several. */
    seq: z.number().int(),
    next: z.string().nullable(),
  })

export const ChangeSchema = z.object({
  v: z.number().int(),
  stream: z.string(),
  seq: z.number().int().positive(),
  commandId: IdSchema,
  kind: z.string(),
  by: z.string(),
  at: InstantSchema,
  entities: z.array(
    z.object({ type: z.string(), id: IdSchema, rev: z.number().int().positive(), after: z.unknown() }),
  ),
})

export const EntityStateSchema = z.object({
  type: z.string(),
  id: IdSchema,
  rev: z.number().int().positive(),
  after: z.unknown(),
  createdSeq: z.number().int(),
  seq: z.number().int(),
  createdAt: InstantSchema,
  createdBy: z.string(),
  at: InstantSchema,
  by: z.string(),
})

const QueueItemSchema = z.object({
  key: z.string(),
  kind: z.enum([
    'acknowledge',
    'mention',
    'unread',
    'flag',
    'referral',
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

const CaseLineSchema = identified(PatientCaseSchema).extend({
  seq: z.number().int(),
  unread: z.number().int(),
  latest: z.object({ kind: z.string(), at: InstantSchema, by: z.string() }).nullable(),
})

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

const AlertSchema = z.object({
  key: z.string(),
  kind: z.enum(['interaction', 'redundancy']),
  level: z.enum(FLAG_SEVERITIES).nullable(),
  medications: z.array(IdSchema),
  mechanism: z.string(),
  action: z.string(),
  conditional: z.boolean(),
  source: z.string(),
  setAside: z.object({ reason: z.string(), by: IdSchema, at: InstantSchema }).nullable(),
  flagId: IdSchema.nullable(),
})

export const SEARCH_KINDS = ['case', 'message', 'file', 'task', 'card', 'medication', 'flag'] as const
/** Longest passage of a search's answer, in characters. */
export const PASSAGE_MAX = 300

export interface QueryDefinition<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Output extends z.ZodType = z.ZodType,
> {
  readonly summary: string
  readonly path: string
  /**
   * Who may ask: anybody signed in, those who may read the case or stream in the path, or who are in the team there;
   * a team is answered out of the cases that the asker may see.
   */
  readonly access: 'account' | 'case' | 'stream' | 'team'
  readonly params: Params
  readonly query: Query
  readonly output: Output
}

function query<Params extends z.ZodRawShape, Query extends z.ZodRawShape, Output extends z.ZodType>(
  summary: string,
  path: string,
  access: QueryDefinition['access'],
  params: Params,
  search: Query,
  output: Output,
) {
  return { summary, path, access, params: z.strictObject(params), query: z.strictObject(search), output }
}

const id = { id: IdSchema }
const stream = { stream: z.string().max(60) }

/** Messages that a snapshot holds besides the older ones that still stand. */
export const MESSAGE_WINDOW = 300

export const queries = {
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
  cases: query(
    'The cases of whose circle I am; q searches names and reasons, without accents',
    '/cases',
    'account',
    {},
    {
      ...page,
      q: z.string().max(100).optional(),
      status: z.enum(['open', 'closed']).optional(),
    },
    pageOf(CaseLineSchema),
  ),
  lookAlikes: query(
    'My cases whose identity could be taken for this one',
    '/look-alikes',
    'account',
    {},
    {
      birthName: z.string().max(100),
      usedName: z.string().max(100).optional(),
      firstNames: z.string().max(100),
      birthDate: z.iso.date(),
    },
    z.object({ items: z.array(z.object({ id: IdSchema, patient: PatientSchema, reason: z.string() })) }),
  ),
  case: query(
    'A case, its circle and its streams',
    '/cases/:id',
    'case',
    id,
    {},
    z.object({
      case: identified(PatientCaseSchema),
      circle: z.array(identified(CircleMemberSchema)),
      streams: z.array(z.string()),
      seq: z.number().int(),
    }),
  ),
  caseMessages: query(
    'Messages of a case, or of one thread, in the order in which they came',
    '/cases/:id/messages',
    'case',
    id,
    {
      ...page,
      thread: IdSchema.optional(),
    },
    pageOf(identified(MessageSchema).extend({ seq: z.number().int() })),
  ),
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
  caseFlags: query('Flags of a case', '/cases/:id/flags', 'case', id, page, pageOf(identified(FlagSchema))),
  caseMedications: query(
    'Medications of a case',
    '/cases/:id/medications',
    'case',
    id,
    page,
    pageOf(identified(MedicationSchema)),
  ),
  caseMeasurements: query(
    'Readings of a case',
    '/cases/:id/measurements',
    'case',
    id,
    page,
    pageOf(identified(MeasurementSchema)),
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
  caseAlerts: query(
    'What the interaction rules say of the current medications',
    '/cases/:id/alerts',
    'case',
    id,
    {},
    z.object({
      items: z.array(AlertSchema),
      notChecked: z.array(IdSchema),
      source: z.object({ name: z.string(), date: z.string(), partial: z.literal(true) }),
      seq: z.number().int(),
      next: z.null(),
    }),
  ),
  streamChanges: query(
    'Changes of a stream after `since`',
    '/streams/:stream/changes',
    'stream',
    stream,
    {
      since: whole(0, Number.MAX_SAFE_INTEGER).default(0),
      limit: whole(1, 200).default(200),
    },
    z.object({ changes: z.array(ChangeSchema), head: z.number().int() }),
  ),
  streamSnapshot: query(
    'A stream as it stands, where a client begins: every entity, but of the messages only the newest and what stands',
    '/streams/:stream/snapshot',
    'stream',
    stream,
    {},
    z.object({
      entities: z.array(EntityStateSchema),
      seq: z.number().int(),
      /** createdSeq from which on the messages are complete; 0 when all are there. */
      messagesFrom: z.number().int(),
      messageCount: z.number().int(),
    }),
  ),
  streamMessages: query(
    'A page of the messages of a stream, or of one thread: the newest, or those at the one place that is asked for',
    '/streams/:stream/messages',
    'stream',
    stream,
    {
      /** A cursor of another page: the messages that come before it. */
      before: whole(0, Number.MAX_SAFE_INTEGER).optional(),
      after: whole(0, Number.MAX_SAFE_INTEGER).optional(),
      /** A message, and as many before it as after it. */
      around: IdSchema.optional(),
      /** The first message at this instant or later, and as many before it as after it. */
      at: InstantSchema.optional(),
      thread: IdSchema.optional(),
      limit: whole(1, 200).default(50),
    },
    z.object({
      /** In the order of their createdSeq. Deleted ones are there without their words, redacted ones are not. */
      items: z.array(EntityStateSchema),
      /** The head of the stream that the items stand at. */
      seq: z.number().int(),
      /** Cursors of what comes earlier and later; null at the ends. */
      before: z.number().int().nullable(),
      after: z.number().int().nullable(),
      /** Of the whole stream or thread. */
      total: z.number().int(),
    }),
  ),
  streamThreads: query(
    'Threads of a stream, open or closed: those that are answered or closed, the one with the latest answer first',
    '/streams/:stream/threads',
    'stream',
    stream,
    {
      state: z.enum(['open', 'closed']).default('open'),
      /** The cursor of another page: the threads whose last answer came before it. */
      before: whole(0, Number.MAX_SAFE_INTEGER).optional(),
      limit: whole(1, 200).default(50),
    },
    z.object({
      items: z.array(
        z.object({
          /** The message that opens it. */
          first: EntityStateSchema,
          /** What was said last in it; the first one where nobody has answered. */
          last: EntityStateSchema,
          answers: z.number().int(),
        }),
      ),
      /** The head of the stream that the items stand at. */
      seq: z.number().int(),
      before: z.number().int().nullable(),
      /** Of all pages. */
      total: z.object({ open: z.number().int(), closed: z.number().int() }),
    }),
  ),
  conversations: query(
    'The conversations outside a case that I take part in',
    '/conversations',
    'account',
    {},
    {},
    z.object({
      items: z.array(
        identified(ConversationSchema).extend({
          stream: z.string(),
          seq: z.number().int(),
          unread: z.number().int(),
        }),
      ),
    }),
  ),
  messageVersions: query(
    'What a message said before it was edited or deleted, the first words first',
    '/streams/:stream/messages/:messageId/versions',
    'stream',
    { ...stream, messageId: IdSchema },
    {},
    z.object({
      items: z.array(
        MessageSchema.pick({ text: true, body: true, fileIds: true, deleted: true }).extend({
          rev: z.number().int(),
          by: z.string(),
          at: InstantSchema,
        }),
      ),
    }),
  ),
  messageSeen: query(
    'Who has seen a message, and when; not those who merely could',
    '/streams/:stream/messages/:messageId/seen',
    'stream',
    { ...stream, messageId: IdSchema },
    {},
    z.object({ items: z.array(z.object({ accountId: IdSchema, at: InstantSchema.nullable() })) }),
  ),
  search: query(
    'Full text over all that I may read, without accents, by beginnings of words: people first, then the newest',
    '/search',
    'account',
    {},
    {
      q: z.string().min(1).max(100),
      /** In one case, or in one conversation outside a case. */
      caseId: IdSchema.optional(),
      conversationId: IdSchema.optional(),
      kind: z.enum(SEARCH_KINDS).optional(),
      /** Account id of the author. */
      by: IdSchema.optional(),
      /** First and last day, in the house's zone. */
      from: z.iso.date().optional(),
      to: z.iso.date().optional(),
      cursor: z.string().max(200).optional(),
      limit: whole(1, 50).default(20),
    },
    z.object({
      items: z.array(
        z.object({
          kind: z.enum(SEARCH_KINDS),
          /** A card's own id within its board; of all others a UUID. */
          id: z.string().max(64),
          stream: z.string(),
          caseId: IdSchema.nullable(),
          conversationId: IdSchema.nullable(),
          /** Of a message, and of a file's message: the thread that it answers in. */
          threadId: IdSchema.nullable(),
          /** Of a file: the message that it came with. */
          messageId: IdSchema.nullable(),
          /** Of what has one: a file's name, a task's, card's or flag's title, a medication's name. */
          title: z.string().nullable(),
          /** The words around the hit. */
          text: z.string().max(PASSAGE_MAX),
          /** Account id, or `system:<what>`. */
          by: z.string(),
          at: InstantSchema,
          /** Of a card that has been taken off the board. */
          archived: z.boolean(),
        }),
      ),
      next: z.string().nullable(),
    }),
  ),
} as const satisfies Record<string, QueryDefinition>

export type QueryName = keyof typeof queries
export const QUERY_NAMES = Object.keys(queries) as QueryName[]
export type QueryParams<Name extends QueryName> = z.input<(typeof queries)[Name]['params']>
export type QuerySearch<Name extends QueryName> = z.input<(typeof queries)[Name]['query']>
export type QueryOutput<Name extends QueryName> = z.output<(typeof queries)[Name]['output']>
