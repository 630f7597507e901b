import {
  acknowledge,
  closeThread,
  deleteMessage,
  DomainError,
  pinMessage,
  reopenThread,
  takeCharge,
  type Message,
} from '@colloque/domain'
import type { ChangeLog, StreamFold } from '../../platform/change-log/index.ts'
import { decided, entity, requireEntity, requireRev, type CommandHandlers } from '../../platform/commands.ts'
import { recordNote } from './record-note.ts'
import { surroundingsOf } from './surroundings.ts'
import { acknowledgedByAnswering, requireOpenThread, rewriteMessage, writeMessage } from './write-message.ts'

type Handlers = Pick<
  CommandHandlers,
  | 'message.post'
  | 'message.edit'
  | 'message.delete'
  | 'message.pin'
  | 'message.unpin'
  | 'message.linkCard'
  | 'message.acknowledge'
  | 'message.takeCharge'
  | 'thread.close'
  | 'thread.reopen'
  | 'note.record'
>

/** A decision on one message, as a rule of the domain leaves it. */
function onMessage(fold: StreamFold, kind: string, id: string, rule: (message: Message) => Message) {
  const held = requireEntity(fold, 'message', id)
  return decided(kind, 'message', held, rule(held.after))
}

export const conversationCommands = (changes: ChangeLog): Handlers => ({
  'message.post': async (input, actor) => {
    const around = await surroundingsOf(changes, actor)
    return (context) => {
      const threadId =
        input.threadId === undefined ? null : requireOpenThread(context.fold, input.threadId).id
      const message = writeMessage(context, input, { kind: 'message', threadId }, around)
      const noted = threadId === null ? [] : acknowledgedByAnswering(context, threadId)
      return { kind: 'message.posted', entities: [entity('message', context.newId(0), message), ...noted] }
    }
  },

  'message.edit': async ({ messageId, text, body, rev }, author) => {
    const around = await surroundingsOf(changes, author)
    return (context) => {
      const held = requireEntity(context.fold, 'message', messageId)
      requireRev(held, rev)
      const after = rewriteMessage(context, held.after, { text, body }, around)
      return decided('message.edited', 'message', held, after)
    }
  },

  'message.delete':
    ({ messageId }) =>
    ({ fold, actor, now }) =>
      onMessage(fold, 'message.deleted', messageId, (message) =>
        deleteMessage(message, { by: actor.accountId, at: now }),
      ),

  'message.pin':
    ({ messageId }) =>
    ({ fold, actor, now }) =>
      onMessage(fold, 'message.pinned', messageId, (message) =>
        pinMessage(message, { by: actor.accountId, at: now }),
      ),

  'message.unpin':
    ({ messageId }) =>
    ({ fold }) =>
      onMessage(fold, 'message.unpinned', messageId, (message) => pinMessage(message, null)),

  'message.linkCard':
    ({ messageId, cardId }) =>
    ({ fold }) =>
      onMessage(fold, 'message.cardLinked', messageId, (message) => {
        if (message.cardIds.includes(cardId)) return message
        if (message.cardIds.length >= 20)
          throw new DomainError('invalid', { field: 'cardId', why: 'too_many' })
        return { ...message, cardIds: [...message.cardIds, cardId] }
      }),

  'thread.close':
    ({ threadId, outcome }) =>
    ({ fold, actor, now }) =>
      onMessage(fold, 'thread.closed', threadId, (first) =>
        closeThread(first, { by: actor.accountId, at: now }, outcome),
      ),

  'thread.reopen':
    ({ threadId }) =>
    ({ fold }) =>
      onMessage(fold, 'thread.reopened', threadId, reopenThread),

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

  'note.record': async (input, author) => {
    const around = await surroundingsOf(changes, author)
    return (context) => ({ kind: 'note.recorded', entities: recordNote(context, input, around) })
  },
})
