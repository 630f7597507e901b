import { requirePlausible, type Threshold } from '@colloque/domain'
import { entity, requireRev, type CommandHandlers } from '../../platform/commands.ts'
import { ownThreshold } from '../../platform/readings.ts'

/** What one patient has in the place of the defaults. By whoever prescribes, and shown with their name. */
export const thresholdCommands: Pick<CommandHandlers, 'threshold.set' | 'threshold.reset'> = {
  'threshold.set': ({ caseId, kind, target, rules, reason, rev }) => {
    requirePlausible(kind, { target, rules })
    return ({ actor, fold, now, newId }) => {
      const held = ownThreshold(fold, kind)
      if (held) requireRev(held, rev)
      const threshold: Threshold = {
        ...{ caseId, kind, target, rules, reason: reason ?? null },
        ...{ set: { by: actor.accountId, at: now }, runId: held?.after?.runId ?? null, withdrawnAt: null },
      }
      return { kind: 'threshold.set', entities: [entity('threshold', held?.id ?? newId(0), threshold)] }
    }
  },

  'threshold.reset':
    ({ caseId, kind }) =>
    ({ actor, fold, now, newId }) => {
      const held = ownThreshold(fold, kind)
      const set = { by: actor.accountId, at: now }
      const none: Threshold = {
        ...{ caseId, kind, target: null, rules: [], reason: null, runId: null },
        ...{ set, withdrawnAt: now },
      }
      const after = held?.after ? { ...held.after, set, withdrawnAt: now } : none
      return { kind: 'threshold.reset', entities: [entity('threshold', held?.id ?? newId(0), after)] }
    },
}
