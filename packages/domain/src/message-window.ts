/**
 * Which messages of a long conversation a client holds without asking: the newest ones, and of the older ones those
 * that still stand. The server's snapshot and a client that trims what it holds follow this one rule.
 */
import type { CircleMember } from './care-circle.ts'
import type { EntityState } from './change.ts'
import { waitsForAcknowledgement, type Conversation, type Message } from './conversation.ts'

export interface MessageReader {
  readonly accountId: string
  readonly profession: string | null
}

/**
 * Who reads a stream, as far as the stream itself says.
 * @param ofType the entities of a type in the stream
 * @returns undefined for the talk of a team, whose members stand in the team's own stream
 */
export function messageReaders(
  ofType: <T>(type: string) => Iterable<EntityState<T>>,
): readonly MessageReader[] | undefined {
  for (const { after } of ofType<Conversation>('conversation')) {
    if (after?.kind === 'team') return undefined
    if (after) return after.memberIds.map((accountId) => ({ accountId, profession: '' }))
  }
  return [...ofType<CircleMember>('circleMember')].flatMap(({ after }) =>
    after?.status === 'active' && after.accountId !== null
      ? [{ accountId: after.accountId, profession: after.profession ?? '' }]
      : [],
  )
}

/**
 * Whether an old message still matters where only new ones are shown: it is pinned, an urgent one that nobody took
 * charge of, or it waits for somebody's acknowledgement.
 * @param readers undefined where the stream does not say who reads it: then those asked by name count, and what asks
 *   everyone waits until somebody has acknowledged it
 */
export function standsInSnapshot(message: Message, readers: readonly MessageReader[] | undefined): boolean {
  if (message.deleted) return false
  if (message.pinned) return true
  const { asked, to, urgency, acknowledgements } = message
  const isNamed = asked.length + to.accountIds.length + to.professions.length > 0
  if (urgency === 'routine' && !isNamed) return false
  if (urgency === 'urgent' && !message.takenInCharge && !message.closed) return true
  if (readers) return readers.some((reader) => waitsForAcknowledgement(message, reader))
  const named = [...asked.map(({ accountId }) => accountId), ...to.accountIds]
  if (named.length === 0) return acknowledgements.length === 0
  return named.some((accountId) => waitsForAcknowledgement(message, { accountId, profession: '' }))
}

export interface MessageWindow {
  /** createdSeq from which on the messages are complete; 0 when all are there. */
  readonly from: number
  /** The older ones that stand, then all from `from` on, in the order in which they were given. */
  readonly messages: readonly EntityState<Message>[]
}

/**
 * The newest messages, and the older ones that stand or open a thread that is answered among the newest. What one
 * change made is never cut in two, so that there may be a few more.
 * @param ordered messages by createdSeq, redacted ones included
 * @param newest how many
 * @param completeFrom of `ordered`, as `from` above: a window cut from a window
 */
export function messageWindow(
  ordered: readonly EntityState<Message>[],
  newest: number,
  readers: readonly MessageReader[] | undefined,
  completeFrom = 0,
): MessageWindow {
  const complete = ordered.findIndex(({ createdSeq }) => createdSeq >= completeFrom)
  const boundary = complete < 0 ? ordered.length : complete
  let start = Math.max(boundary, ordered.length - newest)
  while (start > boundary && ordered[start - 1]?.createdSeq === ordered[start]?.createdSeq) start--
  const from = start === boundary ? completeFrom : (ordered[start]?.createdSeq ?? completeFrom)

  const within = ordered.slice(start)
  const answered = new Set(within.map(({ after }) => after?.threadId))
  const standing = ordered
    .slice(0, start)
    .filter(({ id, after }) => after && (answered.has(id) || standsInSnapshot(after, readers)))
  return { from, messages: [...standing, ...within] }
}
