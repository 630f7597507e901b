export type { MedicationToCheck } from './agents.ts'
export { checkAllergies } from './check-allergies.ts'
export type { AllergyAlert } from './check-allergies.ts'
export { checkInteractions, pairKeyOf } from './check-interactions.ts'
export type { CheckResult, FoodAdvice, InteractionAlert } from './check-interactions.ts'
export { checkTreatment, linesToCheck } from './check-treatment.ts'
export type {
  AlertState,
  CheckedAlert,
  CheckedTreatment,
  HeldFlag,
  HeldLine,
  TreatmentAlert,
  TreatmentKnowledge,
} from './check-treatment.ts'
export { COMMON_MEDICATIONS } from './common-medications.ts'
export type { CommonMedication } from './common-medications.ts'
export { INTERACTION_LEVELS, RULE_SOURCE } from './rule.ts'
export type { InteractionLevel, InteractionRule, RuleSet, RuleSource } from './rule.ts'
export { SHIPPED_RULES, withImported } from './rule-set.ts'
export { RULES } from './rules.data.ts'
export { searchMedications } from './search-medications.ts'
export { substanceName } from './substance-name.ts'
