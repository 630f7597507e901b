import {
  acknowledge,
  DomainError,
  takeCharge,
  type Addressees,
  type Measurement,
  type Message,
} from '@colloque/domain'
import {
  decided,
  entity,
  requireEntity,
  type CommandContext,
  type CommandHandlers,
} from '../../platform/commands.ts'
import { membershipOf } from '../care-circle/access.ts'

type Handlers = Pick<
  CommandHandlers,
  'message.post' | 'message.acknowledge' | 'message.takeCharge' | 'note.record'
>

interface Writing {
  readonly text: string
  readonly urgency?: Message['urgency'] | undefined
  readonly to?: Addressees | undefined
  readonly fileIds?: string[] | undefined
  readonly writtenAt?: string | undefined
}

/** A message of the actor; whoever it asks must be able to read it, and its pictures must have arrived. */
function write(
  { actor, caseId, fold, now }: CommandContext,
  input: Writing,
  kind: Message['kind'],
  threadId: string | null,
): Message {
  for (const accountId of input.to?.accountIds ?? []) {
    if (!membershipOf(fold, accountId))
      throw new DomainError('invalid', { field: 'to', why: 'not_in_circle', accountId })
  }
  for (const fileId of input.fileIds ?? []) requireEntity(fold, 'file', fileId)
  return {
    caseId,
    threadId,
    kind,
    authorId: actor.accountId,
    text: input.text,
    urgency: input.urgency ?? 'routine',
    to: input.to ?? { accountIds: [], professions: [] },
    measurementIds: [],
    fileIds: input.fileIds ?? [],
    postedAt: now,
    writtenAt: input.writtenAt ?? null,
    acknowledgements: [],
    takenInCharge: null,
  }
}

/** The message that opens the thread. @throws not_found; invalid when it is itself an answer */
function requireThread(context: CommandContext, threadId: string): string {
  const first = requireEntity(context.fold, 'message', threadId)
  if (first.after.threadId !== null)
    throw new DomainError('invalid', { field: 'threadId', why: 'is_an_answer' })
  return first.id
}

export const conversationCommands: Handlers = {
  'message.post': (input) => (context) => {
    const threadId = input.threadId === undefined ? null : requireThread(context, input.threadId)
    return {
      kind: 'message.posted',
      entities: [entity('message', context.newId(0), write(context, input, 'message', threadId))],
    }
  },

  'message.acknowledge':
    ({ messageId }) =>
    ({ fold, actor, now }) => {
      const held = requireEntity(fold, 'message', messageId)
      return decided(
        'message.acknowledged',
        'message',
        held,
        acknowledge(held.after, { by: actor.accountId, at: now }),
      )
    },

  'message.takeCharge':
    ({ messageId }) =>
    ({ fold, actor, now }) => {
      const held = requireEntity(fold, 'message', messageId)
      if (held.after.takenInCharge?.by === actor.accountId)
        return { unchanged: { type: 'message', id: messageId } }
      return decided(
        'message.takenInCharge',
        'message',
        held,
        takeCharge(held.after, { by: actor.accountId, at: now }),
      )
    },

  'note.record': (input) => (context) => {
    const { actor, caseId, newId, now } = context
    const messageId = newId(0)
    const measurements = (input.readings ?? []).map(({ kind, value, value2 }, index) => {
      // What was noted offline was measured then, by the device's clock; never later than now.
      const takenAt = input.writtenAt !== undefined && input.writtenAt < now ? input.writtenAt : now
      const measurement: Measurement = {
        caseId,
        kind,
        value,
        value2: value2 ?? null,
        takenAt,
        takenBy: actor.accountId,
        messageId,
      }
      return entity('measurement', newId(index + 1), measurement)
    })
    const note = { ...write(context, input, 'note', null), measurementIds: measurements.map(({ id }) => id) }
    return { kind: 'note.recorded', entities: [entity('message', messageId, note), ...measurements] }
  },
}
