import { z } from 'zod'
import { AskedSchema, AddresseesSchema, type Askable } from './asked.ts'
import type { StreamName } from './change.ts'
import { DomainError } from './errors.ts'
import { climb, EscalationSchema, stopEscalation, type Escalation } from './escalation.ts'
import { RichTextSchema } from './rich-text.ts'
import {
  DoneBySchema,
  IdSchema,
  InstantSchema,
  line,
  paragraph,
  UrgencySchema,
  type Acknowledgement,
  type DoneBy,
} from './values.ts'

export const MESSAGE_MAX = 10_000
export const MessageTextSchema = paragraph(MESSAGE_MAX)

/** Talk outside a case: of a whole team, or between those whom it names. */
export const ConversationSchema = z.object({
  kind: z.enum(['team', 'direct']),
  /** Of a team's conversation: whoever is in the team takes part. */
  teamId: IdSchema.nullable(),
  /** Of a direct one, in the order of their ids. */
  memberIds: z.array(IdSchema).max(20),
  createdBy: z.string(),
  createdAt: InstantSchema,
})
export type Conversation = z.infer<typeof ConversationSchema>

/** Whether somebody takes part in a conversation. */
export function takesPart(
  conversation: Conversation,
  person: { readonly accountId: string; readonly teamIds: readonly string[] },
): boolean {
  return conversation.kind === 'team'
    ? conversation.teamId !== null && person.teamIds.includes(conversation.teamId)
    : conversation.memberIds.includes(person.accountId)
}

export const MessageSchema = z.object({
  /** Where it was said: the case, or the conversation outside a case. Exactly one of them. */
  caseId: IdSchema.nullable(),
  conversationId: IdSchema.nullable(),
  /** The first message of the thread, or null for one that opens its own. */
  threadId: IdSchema.nullable(),
  /** A message is said to the circle; a note is what somebody saw or measured. */
  kind: z.enum(['message', 'note']),
  authorId: IdSchema,
  /** The words alone. Empty once deleted: the circle finds them in the message's history. */
  text: z.string().max(MESSAGE_MAX),
  /** The same words with their shape, where they have one. */
  body: RichTextSchema.nullable(),
  urgency: UrgencySchema,
  /** Whom it asks, besides everyone who may read it, as its author wrote it. */
  to: AddresseesSchema,
  /** Who that was when it was sent, and whom the ladder has asked since. Empty: everyone who may read it. */
  asked: z.array(AskedSchema),
  measurementIds: z.array(IdSchema),
  fileIds: z.array(IdSchema),
  postedAt: InstantSchema,
  /** When it was written, where that was offline and earlier. By the device's clock, so shown and never relied on. */
  writtenAt: InstantSchema.nullable(),
  acknowledgements: z.array(DoneBySchema),
  takenInCharge: DoneBySchema.nullable(),
  escalation: EscalationSchema.nullable(),
  edited: z.object({ at: InstantSchema, times: z.number().int().positive() }).nullable(),
  deleted: DoneBySchema.nullable(),
  pinned: DoneBySchema.nullable(),
  /** Of a thread, on its first message: what came of it. */
  closed: DoneBySchema.extend({ outcome: line(300) }).nullable(),
  /** Cards of the board that were made from it. */
  cardIds: z.array(IdSchema),
  /** It was written in another place by mistake, and brought here. */
  moved: DoneBySchema.nullable(),
})
export type Message = z.infer<typeof MessageSchema>

/** A message as it begins; whatever is not given is empty. Routine, said to all. */
export function newMessage(
  given: Pick<Message, 'authorId' | 'text' | 'postedAt'> & Partial<Message>,
): Message {
  return {
    caseId: null,
    conversationId: null,
    threadId: null,
    kind: 'message',
    body: null,
    urgency: 'routine',
    to: { accountIds: [], professions: [] },
    asked: [],
    measurementIds: [],
    fileIds: [],
    writtenAt: null,
    acknowledgements: [],
    takenInCharge: null,
    escalation: null,
    edited: null,
    deleted: null,
    pinned: null,
    closed: null,
    cardIds: [],
    moved: null,
    ...given,
  }
}

/** The stream that holds a message. */
export const streamOfMessage = ({ caseId, conversationId }: Message): StreamName =>
  caseId === null ? `conversation:${conversationId ?? ''}` : `case:${caseId}`

/** Says where a message was that has been brought to the right place. Not which place: that is another patient's. */
export const NoticeSchema = z.object({
  kind: z.literal('messageMoved'),
  threadId: IdSchema.nullable(),
  authorId: IdSchema,
  by: IdSchema,
  at: InstantSchema,
  postedAt: InstantSchema,
})
export type Notice = z.infer<typeof NoticeSchema>

/** @throws conflict once the message is deleted */
function requireThere(message: Message): void {
  if (message.deleted) throw new DomainError('conflict', { why: 'deleted' })
}

/** « Pris connaissance »: once per person, the first time stands. */
export function acknowledge(message: Message, acknowledgement: Acknowledgement): Message {
  requireThere(message)
  if (message.acknowledgements.some(({ by }) => by === acknowledgement.by)) return message
  return { ...message, acknowledgements: [...message.acknowledgements, acknowledgement] }
}

/**
 * « S'en charge »: one person, who thereby has acknowledged too. The ladder stops.
 * @throws already_claimed when somebody else has taken charge
 */
export function takeCharge(message: Message, taken: Acknowledgement): Message {
  if (message.takenInCharge && message.takenInCharge.by !== taken.by) {
    throw new DomainError('already_claimed', { ...message.takenInCharge })
  }
  const acknowledged = acknowledge(message, taken)
  if (acknowledged.takenInCharge) return acknowledged
  return { ...acknowledged, takenInCharge: taken, escalation: stopEscalation(message.escalation) }
}

/** Other words for a message of one's own. @throws conflict when deleted; invalid when it is somebody else's */
export function editMessage(message: Message, by: DoneBy, words: Pick<Message, 'text' | 'body'>): Message {
  requireThere(message)
  requireAuthor(message, by)
  if (message.text === words.text && JSON.stringify(message.body) === JSON.stringify(words.body))
    return message
  return { ...message, ...words, edited: { at: by.at, times: (message.edited?.times ?? 0) + 1 } }
}

/** Takes a message of one's own back: its words and files are seen in its history alone. */
export function deleteMessage(message: Message, by: DoneBy): Message {
  if (message.deleted) return message
  requireAuthor(message, by)
  return {
    ...message,
    text: '',
    body: null,
    fileIds: [],
    pinned: null,
    deleted: by,
    escalation: stopEscalation(message.escalation),
  }
}

function requireAuthor(message: Message, { by }: DoneBy): void {
  if (message.authorId !== by) throw new DomainError('invalid', { field: 'messageId', why: 'not_yours' })
}

export function pinMessage(message: Message, by: DoneBy | null): Message {
  requireThere(message)
  if ((message.pinned === null) === (by === null)) return message
  return { ...message, pinned: by }
}

/** Closes a thread with what came of it. @throws invalid when it is an answer; conflict when closed already */
export function closeThread(first: Message, by: DoneBy, outcome: string): Message {
  if (first.threadId !== null) throw new DomainError('invalid', { field: 'threadId', why: 'is_an_answer' })
  if (first.closed) throw new DomainError('conflict', { why: 'thread_closed', ...first.closed })
  return { ...first, closed: { ...by, outcome }, escalation: stopEscalation(first.escalation) }
}

export function reopenThread(first: Message): Message {
  return first.closed ? { ...first, closed: null } : first
}

interface Reader {
  readonly accountId: string
  readonly profession: string | null
}

/** Whether a message asks this reader: by name or profession, or because it asks everyone. */
export function asksReader({ asked, to }: Message, reader: Reader): boolean {
  if (asked.some(({ accountId }) => accountId === reader.accountId)) return true
  if (asked.some(({ via }) => via !== 'escalation')) return false
  return (
    to.accountIds.length + to.professions.length === 0 ||
    to.accountIds.includes(reader.accountId) ||
    to.professions.some((profession) => profession === reader.profession)
  )
}

/** Whether a message names this reader, and not merely everyone. */
export function namesReader(message: Message, reader: Reader): boolean {
  const { asked, to } = message
  return asked.length + to.accountIds.length + to.professions.length > 0 && asksReader(message, reader)
}

/**
 * Whether a message waits for this reader's acknowledgement: not theirs, asked of them, and important or urgent,
 * or naming them.
 */
export function waitsForAcknowledgement(message: Message, reader: Reader): boolean {
  if (message.deleted || message.authorId === reader.accountId) return false
  if (message.urgency === 'routine' ? !namesReader(message, reader) : !asksReader(message, reader))
    return false
  return !message.acknowledgements.some(({ by }) => by === reader.accountId)
}

/**
 * The ladder of a message one step further. Whoever asked everyone meant no profession: the referent and the
 * coordinator are asked by name then.
 * @param members of the circle, as they are now
 * @returns null where the message has no ladder
 */
export function climbLadder(message: Message, members: readonly Askable[], now: string): Escalation | null {
  const { escalation, authorId, asked, to } = message
  if (!escalation) return null
  const isForEveryone =
    to.accountIds.length + to.professions.length === 0 && asked.every(({ via }) => via === 'escalation')
  const meant = members.flatMap(({ accountId, profession }) =>
    accountId !== null && profession !== null && asksReader(message, { accountId, profession })
      ? [profession]
      : [],
  )
  return climb({
    escalation,
    members,
    authorId,
    asked: asked.map(({ accountId }) => accountId),
    professions: isForEveryone ? [] : [...new Set([...to.professions, ...meant])],
    now,
  })
}
