import {
  acknowledge,
  DomainError,
  editMessage,
  mentionsOf,
  namedIn,
  newMessage,
  parseStream,
  plainTextOf,
  resolveAsked,
  startEscalation,
  waitsForAcknowledgement,
  type Addressees,
  type EntityState,
  type Message,
  type Reachable,
  type RichText,
} from '@colloque/domain'
import type { StreamFold } from '../../platform/change-log/index.ts'
import { entity, requireEntity, type CommandContext } from '../../platform/commands.ts'
import type { Surroundings } from './surroundings.ts'

export interface Words {
  readonly text: string
  readonly body?: RichText | undefined
}

export interface Writing extends Words {
  readonly urgency?: Message['urgency'] | undefined
  readonly to?: Addressees | undefined
  readonly fileIds?: string[] | undefined
  readonly writtenAt?: string | undefined
}

/**
 * A message of the actor, in the place of the fold. Whoever it asks must be able to read it, what it mentions must be
 * there, and its files must have arrived.
 * @throws invalid, not_found
 */
export function writeMessage(
  { actor, fold, now }: CommandContext,
  input: Writing,
  place: Pick<Message, 'kind' | 'threadId'>,
  around: Surroundings,
): Message {
  const body = input.body ?? null
  const to = addresseesOf(input.to, body)
  const asksAnybody = to.accountIds.length + to.professions.length > 0
  // Most messages ask nobody in particular: what is not needed is not gathered.
  const reachable = asksAnybody ? around.reachableIn(fold) : { members: [], schedulesOf: () => [] }
  requireSound(input, fold)
  for (const accountId of to.accountIds) requireReader(reachable, accountId)
  for (const fileId of input.fileIds ?? []) requireEntity(fold, 'file', fileId)
  const stream = parseStream(fold.stream)
  const urgency = input.urgency ?? 'routine'
  const climbs = urgency === 'urgent' && stream?.kind === 'case'
  return newMessage({
    ...place,
    caseId: stream?.kind === 'case' ? stream.id : null,
    conversationId: stream?.kind === 'conversation' ? stream.id : null,
    authorId: actor.accountId,
    text: input.text,
    body,
    urgency,
    to,
    asked: resolveAsked(to, reachable, actor.accountId, now).asked,
    fileIds: input.fileIds ?? [],
    postedAt: now,
    writtenAt: input.writtenAt ?? null,
    escalation: climbs ? startEscalation(around.escalation, now) : null,
  })
}

/**
 * Other words for a message: whoever they name anew must be able to read them, and is asked from now on. Nobody is
 * unasked by it.
 * @throws invalid; conflict when it is deleted
 */
export function rewriteMessage(
  { actor, fold, now }: CommandContext,
  message: Message,
  { text, body }: Words,
  around: Surroundings,
): Message {
  const edited = editMessage(message, { by: actor.accountId, at: now }, { text, body: body ?? null })
  requireSound({ text, body }, fold)
  if (edited === message) return message
  const to = addresseesOf(message.to, edited.body)
  const added: Addressees = {
    accountIds: to.accountIds.filter((id) => !message.to.accountIds.includes(id)),
    professions: to.professions.filter((profession) => !message.to.professions.includes(profession)),
  }
  if (added.accountIds.length + added.professions.length === 0) return edited
  const reachable = around.reachableIn(fold)
  for (const accountId of added.accountIds) requireReader(reachable, accountId)
  // Important to everyone: those whom it names now were asked with all the others, who stay asked.
  const wasForEveryone = message.to.accountIds.length + message.to.professions.length === 0
  if (wasForEveryone && message.urgency !== 'routine') return edited
  const known = new Set(message.asked.map(({ accountId }) => accountId))
  const { asked } = resolveAsked(added, reachable, actor.accountId, now)
  return {
    ...edited,
    to,
    asked: [...message.asked, ...asked.filter(({ accountId }) => !known.has(accountId))],
  }
}

/** Checks that both forms say the same, and that the tasks mentioned are there. @throws invalid */
function requireSound({ text, body }: Words, fold: StreamFold): void {
  if (!body) return
  if (plainTextOf(body) !== text)
    throw new DomainError('invalid', { field: 'body', why: 'differs_from_text' })
  for (const { kind, id } of mentionsOf(body)) {
    if (kind === 'task' && !fold.get('task', id)?.after)
      throw new DomainError('invalid', { field: 'body', why: 'unknown_mention', id })
  }
}

function requireReader({ members }: Reachable, accountId: string): void {
  if (members.some((member) => member.accountId === accountId && member.status === 'active')) return
  throw new DomainError('invalid', { field: 'to', why: 'not_in_circle', accountId })
}

function addresseesOf(to: Addressees | undefined, body: RichText | null): Addressees {
  const named = body ? namedIn(body) : { accountIds: [], professions: [] }
  return {
    accountIds: [...new Set([...(to?.accountIds ?? []), ...named.accountIds])],
    professions: [...new Set([...(to?.professions ?? []), ...named.professions])],
  }
}

/**
 * The first message of a thread that takes answers.
 * @throws not_found; invalid when it is itself an answer; conflict when the thread is closed or deleted
 */
export function requireOpenThread(
  fold: StreamFold,
  threadId: string,
): EntityState<Message> & { after: Message } {
  const first = requireEntity(fold, 'message', threadId)
  if (first.after.threadId !== null)
    throw new DomainError('invalid', { field: 'threadId', why: 'is_an_answer' })
  if (first.after.deleted) throw new DomainError('conflict', { why: 'deleted' })
  if (first.after.closed) throw new DomainError('conflict', { why: 'thread_closed', ...first.after.closed })
  return first
}

/** Whoever answers in a thread has taken note of what asked them there. */
export function acknowledgedByAnswering({ actor, fold, now }: CommandContext, threadId: string) {
  return fold
    .all<Message>('message')
    .filter(({ id, after }) => after && (id === threadId || after.threadId === threadId))
    .flatMap(({ id, after }) =>
      after && waitsForAcknowledgement(after, actor)
        ? [entity('message', id, acknowledge(after, { by: actor.accountId, at: now }))]
        : [],
    )
}
