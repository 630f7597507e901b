/** What is said, in a case or outside one, and what comes of it. */
import {
  AddresseesSchema,
  AttentionSchema,
  ConversationSchema,
  IdSchema,
  InstantSchema,
  line,
  MessageSchema,
  MessageTextSchema,
  ObservationSchema,
  ReachSchema,
  ReadingInputSchema,
  RichTextSchema,
  UrgencySchema,
  WORDED_KINDS,
} from '@colloque/domain'
import { z } from 'zod'
import { caseId, command, inCase, inPlace, inSelf, onMessage, onThread, rev } from './define.ts'

const messageId = IdSchema
const body = RichTextSchema.describe(
  'The same words with their shape; `text` is what plainTextOf makes of it',
)

export const conversationCommands = {
  'message.post': command(
    'Say something to the circle of a case, or in a conversation outside one; in a thread or in one of its own',
    inPlace,
    'message.post',
    {
      caseId: IdSchema.optional().describe('This or conversationId'),
      conversationId: IdSchema.optional(),
      threadId: IdSchema.optional(),
      text: MessageTextSchema,
      body: body.optional(),
      urgency: UrgencySchema.optional(),
      to: AddresseesSchema.optional().describe('Whom it asks, besides those whom the text mentions'),
      fileIds: z.array(IdSchema).max(10).optional(),
      writtenAt: InstantSchema.optional(),
    },
    MessageSchema,
  ),
  'message.edit': command(
    'Other words for a message of one’s own; the former ones stay in its history',
    onMessage,
    'message.post',
    { messageId, text: MessageTextSchema, body: body.optional(), rev },
    MessageSchema,
  ),
  'message.delete': command(
    'Take back a message of one’s own; its words stay in its history',
    onMessage,
    'message.post',
    { messageId },
    MessageSchema,
  ),
  'message.move': command(
    '« Mauvaise situation »: bring a message to the case it belongs to; here its content goes to the audit trail alone',
    onMessage,
    'message.arrange',
    { messageId, toCaseId: IdSchema },
    z.object({}),
  ),
  'message.pin': command('Pin a message', onMessage, 'message.arrange', { messageId }, MessageSchema),
  'message.unpin': command('Unpin a message', onMessage, 'message.arrange', { messageId }, MessageSchema),
  'message.linkCard': command(
    'Say that a card of the board was made from a message',
    onMessage,
    'board.write',
    { messageId, cardId: IdSchema },
    MessageSchema,
  ),
  'thread.close': command(
    'Close a thread with what came of it',
    onThread,
    'message.arrange',
    { threadId: IdSchema, outcome: line(300) },
    MessageSchema,
  ),
  'thread.reopen': command(
    'Reopen a thread',
    onThread,
    'message.arrange',
    { threadId: IdSchema },
    MessageSchema,
  ),
  'conversation.open': command(
    'Open the direct conversation with these colleagues, or come back to it',
    { in: 'newConversation' },
    null,
    { accountIds: z.array(IdSchema).min(1).max(19) },
    ConversationSchema,
  ),
  'attention.set': command(
    'Follow or mute a case, a conversation or a thread; for oneself',
    inSelf,
    null,
    AttentionSchema.shape,
    AttentionSchema,
  ),
  'reach.set': command('How one may be reached', inSelf, null, ReachSchema.shape, ReachSchema),
  'message.acknowledge': command(
    '« J’ai pris connaissance »',
    onMessage,
    'case.read',
    { messageId: IdSchema },
    MessageSchema,
  ),
  'message.takeCharge': command(
    '« Je m’en charge »',
    onMessage,
    'case.read',
    { messageId: IdSchema },
    MessageSchema,
  ),
  'note.record': command(
    'Note what was seen, measured or said, from anywhere; in a thread or in one of its own',
    inCase,
    'message.post',
    {
      caseId,
      threadId: IdSchema.optional(),
      text: MessageTextSchema,
      body: body.optional(),
      readings: z.array(ReadingInputSchema).max(12).optional(),
      observations: z
        .array(ObservationSchema)
        .max(WORDED_KINDS.length)
        .optional()
        .describe('What the person says of themselves, in words; each a reading of its own'),
      urgency: UrgencySchema.optional(),
      to: AddresseesSchema.optional(),
      fileIds: z.array(IdSchema).max(10).optional(),
      writtenAt: InstantSchema.optional().describe('When it was noted, where that was offline'),
    },
    MessageSchema,
  ),
} as const
