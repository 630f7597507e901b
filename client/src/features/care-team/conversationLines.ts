/** The conversations outside a situation as a list: what is new in each, and its last words. */
import { isMuted, type Attention, type Conversation, type Message, type StreamName } from '@colloque/domain'

export interface SaidMessage {
  readonly id: string
  readonly rev: number
  readonly createdSeq: number
  readonly after: Message
}

export interface ConversationLine {
  readonly stream: StreamName
  readonly id: string
  readonly conversation: Conversation
  readonly last: SaidMessage | undefined
  /** By others, after the mark, and not in a muted thread. */
  readonly unread: number
  readonly isMuted: boolean
}

export interface HeldConversation {
  readonly stream: StreamName
  readonly id: string
  readonly conversation: Conversation
  readonly messages: readonly SaidMessage[]
  readonly readSeq: number
}

/** @param me account id of the reader */
export function conversationLine(
  { messages, readSeq, ...place }: HeldConversation,
  me: string,
  attention: readonly Attention[],
): ConversationLine {
  const { stream } = place
  const isNew = ({ id, rev, createdSeq, after }: SaidMessage) =>
    // What waits on this device (rev 0) was written here.
    rev > 0 && createdSeq > readSeq && after.authorId !== me && !after.deleted && !mutedThread(id, after)
  const whole = isMuted(attention, stream, null)
  /** A thread of its own: the mute of the whole conversation is told apart. */
  const mutedThread = (id: string, { threadId }: Message) =>
    !whole && isMuted(attention, stream, threadId ?? id)
  return {
    ...place,
    last: messages.findLast(({ after }) => !after.deleted),
    unread: messages.filter(isNew).length,
    isMuted: whole,
  }
}

/** The team's first, then the one that was spoken in last. */
export function inOrder(lines: readonly ConversationLine[]): ConversationLine[] {
  const since = ({ last, conversation }: ConversationLine) => last?.after.postedAt ?? conversation.createdAt
  return [...lines].sort((one, other) => {
    if (one.conversation.kind !== other.conversation.kind) return one.conversation.kind === 'team' ? -1 : 1
    return since(one) < since(other) ? 1 : -1
  })
}

/** What is counted on the rail: a muted conversation is left in peace. */
export const unreadOf = (lines: readonly ConversationLine[]): number =>
  lines.reduce((sum, { unread, isMuted: muted }) => sum + (muted ? 0 : unread), 0)
