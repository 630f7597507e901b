import type { QueryOutput } from '@colloque/contract'
import {
  allergiesInWords,
  type AlertAnswer,
  type ClinicalFacts,
  type Flag,
  type Medication,
} from '@colloque/domain'
import { checkTreatment, type CheckedAlert, type RuleSource } from '@colloque/interactions'
import type { StreamFold } from '../../platform/change-log/index.ts'
import type { QueryHandlers } from '../../platform/http/api.routes.ts'
import type { CaseAccess } from '../care-circle/access.ts'
import type { RulesInForce } from './rules.ts'

interface Parts {
  readonly access: CaseAccess
  readonly rules: Pick<RulesInForce, 'set'>
  recordRead(accountId: string, caseId: string): Promise<void>
}

type Answer = QueryOutput<'caseAlerts'>

/** What is to be said of the current medications, with what was answered: computed anew, so never stale. */
export function alertQueries({ access, rules, recordRead }: Parts): Pick<QueryHandlers, 'caseAlerts'> {
  return {
    caseAlerts: async ({ params: { id } }, actor): Promise<Answer> => {
      await access.accessPatientCase(actor, id, 'case.read')
      await recordRead(actor.accountId, id)
      const fold = await access.accessPatientCase(actor, id, 'case.read')
      const { alerts, notChecked, source } = checkCase(fold, rules)
      return {
        items: alerts.map((alert) => present(alert, source)),
        notChecked: [...notChecked],
        source,
        seq: fold.seq,
        next: null,
      }
    },
  }
}

/** The treatment of a case against the rules in force, with the state of each alert. */
function checkCase(fold: Pick<StreamFold, 'all'>, rules: Pick<RulesInForce, 'set'>) {
  const held = <State>(type: string) =>
    fold.all<State>(type).flatMap(({ id, after }) => (after ? [{ id, after }] : []))
  return checkTreatment(held<Medication>('medication'), {
    rules: rules.set(),
    facts: held<ClinicalFacts>('clinicalFacts')[0]?.after ?? null,
    answers: held<AlertAnswer>('alertAnswer').map(({ after }) => after),
    flags: held<Flag>('flag'),
  })
}

function present(alert: CheckedAlert, source: RuleSource): Answer['items'][number] {
  const { key, kind, level, medications, conditional, state, answer, flagId } = alert
  const allergy = alert.kind === 'allergy' ? alert.allergy : null
  const [main] = alert.rules
  return {
    key,
    kind,
    level,
    medications: [...medications],
    mechanism: allergy ? (allergiesInWords([allergy]) ?? '') : (main?.mechanism ?? ''),
    action: main?.action ?? '',
    conditional,
    source: main?.source ?? (kind === 'interaction' ? source.name : ''),
    state,
    setAside: answer ? { reason: answer.reason, by: answer.by, at: answer.at } : null,
    flagId,
  }
}
