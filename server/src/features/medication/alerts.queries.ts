import { checkInteractions, RULE_SOURCE } from '@colloque/interactions'
import type { AlertAnswer, Flag, Medication } from '@colloque/domain'
import type { QueryHandlers } from '../../platform/http/api.routes.ts'
import type { CaseAccess } from '../care-circle/access.ts'

interface Parts {
  readonly access: CaseAccess
  recordRead(accountId: string, caseId: string): Promise<void>
}

/** What the rules say of the current medications, with what was answered: computed anew, so never stale. */
export function alertQueries({ access, recordRead }: Parts): Pick<QueryHandlers, 'caseAlerts'> {
  return {
    caseAlerts: async ({ params: { id } }, actor) => {
      await access.accessPatientCase(actor, id, 'case.read')
      await recordRead(actor.accountId, id)
      const fold = await access.accessPatientCase(actor, id, 'case.read')
      const current = fold
        .all<Medication>('medication')
        .flatMap(({ id: medicationId, after }) =>
          after?.status === 'current'
            ? [{ id: medicationId, name: after.name, ...(after.atc ? { atc: after.atc } : {}) }]
            : [],
        )
      const answers = fold.all<AlertAnswer>('alertAnswer')
      const flags = fold.all<Flag>('flag')
      const { alerts, notChecked } = checkInteractions(current)
      return {
        items: alerts.map((alert) => {
          const answer = answers.find(({ after }) => after?.key === alert.key)?.after
          const main = alert.rules[0]
          return {
            key: alert.key,
            kind: alert.kind,
            level: alert.level,
            medications: [...alert.medications],
            mechanism: main?.mechanism ?? '',
            action: main?.action ?? '',
            conditional: alert.conditional,
            source: main?.source ?? RULE_SOURCE.name,
            setAside: answer ? { reason: answer.reason, by: answer.by, at: answer.at } : null,
            flagId: flags.find(({ after }) => after?.alertKey === alert.key)?.id ?? null,
          }
        }),
        notChecked,
        source: { name: RULE_SOURCE.name, date: RULE_SOURCE.date, partial: true },
        seq: fold.seq,
        next: null,
      }
    },
  }
}
