import {
  changePosology,
  DomainError,
  doseOf,
  newMedication,
  stopMedication,
  type AlertAnswer,
} from '@colloque/domain'
import { decided, entity, requireEntity, requireRev, type CommandHandlers } from '../../platform/commands.ts'

type Handlers = Pick<
  CommandHandlers,
  'medication.add' | 'medication.change' | 'medication.stop' | 'alert.setAside'
>

export const medicationCommands: Handlers = {
  'medication.add':
    (input) =>
    ({ actor, caseId, now, newId }) => {
      const medication = newMedication({
        caseId,
        name: input.name,
        atc: input.atc ?? null,
        posology: input.posology ?? null,
        indication: input.indication ?? null,
        addedBy: actor.accountId,
        startedAt: now,
      })
      return { kind: 'medication.added', entities: [entity('medication', newId(0), medication)] }
    },

  'medication.change':
    ({ medicationId, posology, reason, rev }) =>
    ({ fold, actor, now }) => {
      const held = requireEntity(fold, 'medication', medicationId)
      requireRev(held, rev)
      return decided(
        'medication.changed',
        'medication',
        held,
        changePosology(held.after, actor.accountId, now, posology, reason),
      )
    },

  'medication.stop':
    ({ medicationId, reason }) =>
    ({ fold, actor, now }) => {
      const held = requireEntity(fold, 'medication', medicationId)
      return decided(
        'medication.stopped',
        'medication',
        held,
        stopMedication(held.after, actor.accountId, now, reason),
      )
    },

  'alert.setAside':
    ({ key, medicationIds, reason }) =>
    ({ fold, actor, caseId, now, newId }) => {
      if (fold.all<AlertAnswer>('alertAnswer').some(({ after }) => after?.key === key)) {
        throw new DomainError('conflict', { why: 'already_answered' })
      }
      const doses = medicationIds.map((id) => doseOf(requireEntity(fold, 'medication', id).after))
      const answer: AlertAnswer = { caseId, key, medicationIds, doses, reason, by: actor.accountId, at: now }
      return { kind: 'alert.setAside', entities: [entity('alertAnswer', newId(0), answer)] }
    },
}
