import {
  holdsStill,
  isFlagPending,
  type AlertAnswer,
  type ClinicalFacts,
  type Flag,
  type Medication,
} from '@colloque/domain'
import { byCodeUnits } from './by-code-units.ts'
import { checkAllergies, type AllergyAlert } from './check-allergies.ts'
import {
  checkInteractions,
  pairKeyOf,
  type CheckResult,
  type InteractionAlert,
} from './check-interactions.ts'
import type { MedicationToCheck } from './agents.ts'
import { compareLevels, type RuleSet } from './rule.ts'
import { SHIPPED_RULES } from './rule-set.ts'

/** A line of the treatment as the log has it, whatever its status. */
export interface HeldLine {
  readonly id: string
  readonly after: Medication
}

export interface HeldFlag {
  readonly id: string
  readonly after: Flag
}

export type TreatmentAlert = InteractionAlert | AllergyAlert

/** Where an alert stands: nobody has answered, set aside with a reason that still holds, or raised as a flag. */
export type AlertState = 'open' | 'answered' | 'flagged'

export type CheckedAlert = TreatmentAlert & {
  readonly state: AlertState
  /** The reason that set it aside, by whom and when, while it holds: until the dose of one of its lines is another. */
  readonly answer: AlertAnswer | null
  /** The flag about it: the pending one, otherwise the last. */
  readonly flagId: string | null
}

export interface CheckedTreatment extends Omit<CheckResult, 'alerts'> {
  /** Gravest level first; of one level allergies first, then what holds without a condition. */
  readonly alerts: readonly CheckedAlert[]
}

/** What a treatment is checked against, and what people have made of it so far. */
export interface TreatmentKnowledge {
  /** Those that ship, where missing. */
  readonly rules?: RuleSet | undefined
  readonly facts?: Pick<ClinicalFacts, 'allergies'> | null | undefined
  readonly answers?: readonly AlertAnswer[] | undefined
  readonly flags?: readonly HeldFlag[] | undefined
}

/** What is taken, as the rules see it. */
export const linesToCheck = (lines: readonly HeldLine[]): MedicationToCheck[] =>
  lines.flatMap(({ id, after: { status, name, atc, substances } }) =>
    status === 'current' ? [{ id, name, ...(atc ? { atc } : {}), substances }] : [],
  )

/**
 * What is to be said of a treatment: interactions, one substance twice and allergies, each with its state. Server and
 * screens call this one function with the rules of `GET /api/v1/interaction-rules`, so that both tell the same.
 * @param lines every line of the case; only current ones are checked
 * @throws invalid when two lines have one id, or when a rule names a code that is none
 */
export function checkTreatment(
  lines: readonly HeldLine[],
  { rules = SHIPPED_RULES, facts, answers = [], flags = [] }: TreatmentKnowledge,
): CheckedTreatment {
  const taken = linesToCheck(lines)
  const { alerts, ...result } = checkInteractions(taken, rules.rules, rules.source)
  const allergies = checkAllergies(taken, facts?.allergies ?? [])
  const byId = new Map(lines.map(({ id, after }) => [id, after]))

  const withState = (alert: TreatmentAlert): CheckedAlert => {
    const answer =
      answers.find((one) => one.key === alert.key && holdsStill(one, (id) => byId.get(id))) ?? null
    const flag = flagAbout(alert, taken, flags)
    const isFlagged = flag !== undefined && isFlagPending(flag.after)
    return {
      ...alert,
      state: isFlagged ? 'flagged' : answer ? 'answered' : flag ? 'flagged' : 'open',
      answer,
      flagId: flag?.id ?? null,
    }
  }
  return { ...result, alerts: [...allergies, ...alerts].map(withState).sort(byWeight) }
}

/** By the alert itself, by its pair where a line was written down anew, or, of a free one, by naming all its lines. */
function flagAbout(
  alert: TreatmentAlert,
  taken: readonly MedicationToCheck[],
  flags: readonly HeldFlag[],
): HeldFlag | undefined {
  const pairKey = alert.kind === 'allergy' ? null : pairKeyOf(alert, taken)
  const about = flags.filter(({ after: flag }) =>
    flag.alertKey === null
      ? alert.kind !== 'allergy' && alert.medications.every((id) => flag.medicationIds.includes(id))
      : flag.alertKey === alert.key || (pairKey !== null && flag.pairKey === pairKey),
  )
  return about.findLast(({ after }) => isFlagPending(after)) ?? about.at(-1)
}

const byWeight = (first: CheckedAlert, second: CheckedAlert) =>
  compareLevels(first.level, second.level) ||
  Number(second.kind === 'allergy') - Number(first.kind === 'allergy') ||
  Number(first.conditional) - Number(second.conditional) ||
  byCodeUnits(first.key, second.key)
