import type { ClinicalFacts } from '@colloque/domain'
import type { CheckedTreatment } from '@colloque/interactions'
import type { Present } from '../../platform/useWorkspace.ts'
import { alertViews, type AlertView, type HeldFlag, type HeldMedication } from './alertViews.ts'
import type { Rules } from './loadRules.ts'

/** All of a case that its alerts follow from. */
export interface TreatmentHeld {
  /** Every line, whatever its status. */
  readonly lines: readonly HeldMedication[]
  readonly answers: readonly Present<'alertAnswer'>[]
  readonly facts: ClinicalFacts | null
  readonly flags: readonly HeldFlag[]
}

export interface CheckedViews extends Pick<CheckedTreatment, 'notChecked' | 'foodAdvice'> {
  readonly views: readonly AlertView[]
}

/** What the rules in force say of a treatment, and what was answered. Nothing while the rules are not here. */
export function checkedViews(
  rules: Rules | undefined,
  { lines, answers, facts, flags }: TreatmentHeld,
): CheckedViews {
  if (!rules) return { views: [], notChecked: [], foodAdvice: [] }
  const { alerts, notChecked, foodAdvice } = rules.checkTreatment(lines, {
    ...{ rules: rules.inForce, facts, flags },
    answers: answers.map(({ after }) => after),
  })
  const current = lines.filter(({ after }) => after.status === 'current')
  return { views: alertViews(alerts, current, answers, flags), notChecked, foodAdvice }
}
