/** Streams as clients hold them, and what was said in them. */
import { ConversationSchema, IdSchema, InstantSchema, MessageSchema } from '@colloque/domain'
import { z } from 'zod'
import { identified, whole, query, stream, EntityStateSchema, ChangeSchema } from './define.ts'

/** Messages that a snapshot holds besides the older ones that still stand. */
export const MESSAGE_WINDOW = 300

export const streamQueries = {
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
} as const
