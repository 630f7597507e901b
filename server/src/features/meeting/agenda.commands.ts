import { DomainError, type AgendaItem } from '@colloque/domain'
import { decided, entity, requireEntity, type CommandHandlers } from '../../platform/commands.ts'

/** Cases put forward for the next meeting. Whoever is in the circle may, of any profession. */
export const agendaCommands: Pick<CommandHandlers, 'agenda.propose' | 'agenda.withdraw'> = {
  'agenda.propose':
    ({ question, messageId }) =>
    ({ actor, caseId, fold, now, newId }) => {
      if (messageId !== undefined) requireEntity(fold, 'message', messageId)
      const item: AgendaItem = {
        caseId,
        question,
        messageId: messageId ?? null,
        status: 'proposed',
        proposedBy: actor.accountId,
        proposedAt: now,
      }
      return { kind: 'agenda.proposed', entities: [entity('agendaItem', newId(0), item)] }
    },

  'agenda.withdraw':
    ({ agendaItemId }) =>
    ({ actor, fold, member }) => {
      const held = requireEntity(fold, 'agendaItem', agendaItemId)
      if (held.after.status === 'withdrawn') return { unchanged: { type: 'agendaItem', id: agendaItemId } }
      if (held.after.proposedBy !== actor.accountId && member?.profession !== 'coordinator')
        throw new DomainError('invalid', { field: 'agendaItemId', why: 'not_yours' })
      return decided('agenda.withdrawn', 'agendaItem', held, { ...held.after, status: 'withdrawn' })
    },
}
