/** What is told from home of side effects and of what is not taken, and what a pharmacist makes of it. */
import { settleReport } from '@colloque/domain'
import { decided, entity, requireEntity, type CommandHandlers } from '../../platform/commands.ts'

export const reportCommands: Pick<CommandHandlers, 'report.make' | 'report.settle'> = {
  'report.make':
    ({ kind, medicationIds = [], words, noticedBy }) =>
    ({ actor, caseId, fold, now, newId }) => {
      for (const id of medicationIds) requireEntity(fold, 'medication', id)
      const reported = { by: actor.accountId, at: now }
      const report = {
        caseId,
        kind,
        medicationIds,
        words,
        noticedBy: noticedBy ?? null,
        reported,
        settled: null,
      }
      return { kind: 'report.made', entities: [entity('treatmentReport', newId(0), report)] }
    },

  'report.settle':
    ({ reportId, word }) =>
    ({ actor, fold, now }) => {
      const held = requireEntity(fold, 'treatmentReport', reportId)
      const after = settleReport(held.after, { by: actor.accountId, at: now, flagId: null, word })
      return decided('report.settled', 'treatmentReport', held, after)
    },
}
