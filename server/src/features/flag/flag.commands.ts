import {
  acknowledgeFlag,
  changePosology,
  DomainError,
  newFlag,
  resolveFlag,
  stopMedication,
  type Flag,
} from '@colloque/domain'
import { decided, entity, requireEntity, type CommandHandlers } from '../../platform/commands.ts'

type Handlers = Pick<CommandHandlers, 'flag.raise' | 'flag.acknowledge' | 'flag.resolve'>

export const flagCommands: Handlers = {
  'flag.raise':
    (input) =>
    ({ actor, caseId, fold, now, newId }) => {
      for (const id of input.medicationIds ?? []) requireEntity(fold, 'medication', id)
      const pending = fold
        .all<Flag>('flag')
        .find(
          ({ after }) =>
            after?.alertKey === input.alertKey &&
            (after?.status === 'open' || after?.status === 'acknowledged'),
        )
      if (input.alertKey !== undefined && pending)
        throw new DomainError('conflict', { why: 'already_flagged', flagId: pending.id })
      const flag = newFlag({
        caseId,
        title: input.title,
        severity: input.severity,
        detail: input.detail,
        medicationIds: input.medicationIds ?? [],
        alertKey: input.alertKey ?? null,
        proposal: input.proposal ?? null,
        messageId: input.messageId ?? null,
        raisedBy: actor.accountId,
        raisedAt: now,
      })
      return { kind: 'flag.raised', entities: [entity('flag', newId(0), flag)] }
    },

  'flag.acknowledge':
    ({ flagId }) =>
    ({ fold, actor, now }) => {
      const held = requireEntity(fold, 'flag', flagId)
      return decided('flag.acknowledged', 'flag', held, acknowledgeFlag(held.after, actor.accountId, now))
    },

  // The answer and the change of treatment are one change: nobody ever sees the one without the other.
  'flag.resolve':
    ({ flagId, outcome, reason, stopMedicationIds = [], changePosology: posologies = [] }) =>
    ({ fold, actor, now }) => {
      const touched = [...stopMedicationIds, ...posologies.map(({ medicationId }) => medicationId)]
      if (new Set(touched).size !== touched.length)
        throw new DomainError('invalid', { why: 'medication_twice' })
      if (touched.length > 0 && outcome !== 'treatmentChanged')
        throw new DomainError('invalid', { field: 'outcome' })
      const flag = requireEntity(fold, 'flag', flagId)
      const short = reason.slice(0, 300)
      return {
        kind: 'flag.resolved',
        entities: [
          entity('flag', flagId, resolveFlag(flag.after, actor.accountId, now, outcome, reason)),
          ...stopMedicationIds.map((id) =>
            entity(
              'medication',
              id,
              stopMedication(requireEntity(fold, 'medication', id).after, actor.accountId, now, short),
            ),
          ),
          ...posologies.map(({ medicationId, posology }) =>
            entity(
              'medication',
              medicationId,
              changePosology(
                requireEntity(fold, 'medication', medicationId).after,
                actor.accountId,
                now,
                posology,
                short,
              ),
            ),
          ),
        ],
      }
    },
}
