import { DomainError, foldText } from '@colloque/domain'
import { isSameAgent, profileOf, type Agent, type MedicationToCheck, type Profile } from './agents.ts'
import { isLocalUse } from './atc.ts'
import { byCodeUnits } from './by-code-units.ts'
import {
  compareLevels,
  RULE_SOURCE,
  type InteractionLevel,
  type InteractionRule,
  type RuleSource,
} from './rule.ts'
import { canBeChecked, indexOf, rulesNaming, type RuleIndex } from './rule-index.ts'
import { RULES } from './rules.data.ts'

export interface InteractionAlert {
  /** The same for the same pair, main rule and level, whatever the order: an answer given to it stays with it. */
  readonly key: string
  readonly kind: 'interaction' | 'redundancy'
  /** That of the main rule. Of a redundancy, which the thesaurus does not rate, only its place in the list. */
  readonly level: InteractionLevel
  /** Ids, in the order of the ids. */
  readonly medications: readonly [string, string]
  /** Every rule that names the pair, the main one first; none for a redundancy. */
  readonly rules: readonly InteractionRule[]
  /** It may not hold for this person: dose, route or indication decide, and somebody has to judge. */
  readonly conditional: boolean
}

/** A food or habit that one medicine does not go with. */
export interface FoodAdvice {
  readonly key: string
  /** `X-ALCOOL` or `X-PAMPLEMOUSSE`. */
  readonly food: string
  readonly level: InteractionLevel
  readonly medication: string
  readonly rules: readonly InteractionRule[]
}

export interface CheckResult {
  /** Gravest level first. */
  readonly alerts: readonly InteractionAlert[]
  /** Ids of the medicines that no rule can know, in the order given. That no alert names them says nothing. */
  readonly notChecked: readonly string[]
  readonly foodAdvice: readonly FoodAdvice[]
  readonly source: RuleSource
}

/** A rule that was found to hold, and whether it does so under a condition only. */
type Finding = readonly [rule: InteractionRule, conditional: boolean]

/** One substance taken twice is checked like a precaution: act, but two strengths of one substance may be meant so. */
const REDUNDANCY_LEVEL: InteractionLevel = 'PE'

/**
 * What is known against taking these medicines together.
 * @throws invalid when two medicines have one id, or when a rule names a code that is none
 */
export function checkInteractions(
  medications: readonly MedicationToCheck[],
  rules: readonly InteractionRule[] = RULES,
  source: RuleSource = RULE_SOURCE,
): CheckResult {
  const ids = new Set(medications.map(({ id }) => id))
  if (ids.size < medications.length)
    throw new DomainError('invalid', { field: 'medications', reason: 'duplicate_id' })

  const index = indexOf(rules)
  const profiles = medications.map(profileOf)
  const { pairs, foods } = findingsAmong(profiles, index)
  return {
    alerts: [...interactionsIn(pairs), ...redundanciesAmong(profiles)].sort(
      (first, second) => compareLevels(first.level, second.level) || byCodeUnits(first.key, second.key),
    ),
    notChecked: profiles.filter((profile) => !canBeChecked(profile, index)).map(({ id }) => id),
    foodAdvice: adviceFrom(foods),
    source,
  }
}

/** Findings by two names: of two medicines, or of a medicine and a food. */
type FindingsByPair = Map<
  string,
  { readonly of: readonly [string, string]; readonly findings: Map<InteractionRule, boolean> }
>

interface Named {
  readonly profile: Profile
  readonly agents: readonly Agent[]
}

function findingsAmong(profiles: readonly Profile[], index: RuleIndex) {
  const pairs: FindingsByPair = new Map()
  const foods: FindingsByPair = new Map()
  const named = new Map<InteractionRule, { readonly a: Named[]; readonly b: Named[] }>()

  for (const profile of profiles) {
    for (const [rule, sides] of rulesNaming(profile, index)) {
      const food = index.foods.get(rule)
      if (food !== undefined) addFinding(foods, [food, profile.id], rule, rule.conditional)
      let entry = named.get(rule)
      if (!entry) named.set(rule, (entry = { a: [], b: [] }))
      if (sides.a.length > 0) entry.a.push({ profile, agents: sides.a })
      if (sides.b.length > 0) entry.b.push({ profile, agents: sides.b })
    }
  }

  for (const [rule, { a, b }] of named) {
    for (const first of a) {
      for (const second of b) {
        if (first.profile === second.profile || holdTheSame(first.profile, second.profile)) continue
        const holds = howItHolds(rule, first.agents, second.agents)
        if (holds)
          addFinding(pairs, inOrder(first.profile.id, second.profile.id), rule, holds === 'conditionally')
      }
    }
  }
  return { pairs, foods }
}

/** Two boxes of one combination are that combination twice: what is in it was put together on purpose. */
const holdTheSame = ({ whole: first }: Profile, { whole: second }: Profile) =>
  first !== '' && first === second

/** A substance never interacts with itself, so a rule holds between two different ones or not at all. */
function howItHolds(rule: InteractionRule, a: readonly Agent[], b: readonly Agent[]) {
  let holds: 'conditionally' | undefined
  for (const first of a) {
    for (const second of b) {
      if (isSameAgent(first, second)) continue
      const doubtful = isDoubtfulRoute(rule.a, first) || isDoubtfulRoute(rule.b, second)
      if (!rule.conditional && !doubtful) return 'always'
      holds = 'conditionally'
    }
  }
  return holds
}

/** The rule is about the general route, and this is put on the skin (miconazole cream): it counts, but is less likely. */
const isDoubtfulRoute = (label: string, { code }: Agent) =>
  label.includes('voie générale') && isLocalUse(code)

/** A rule of two alike sides meets a pair both ways round: once is enough, and without a condition if either way is. */
function addFinding(
  to: FindingsByPair,
  of: readonly [string, string],
  rule: InteractionRule,
  conditional: boolean,
) {
  const key = of.join('\n')
  let entry = to.get(key)
  if (!entry) to.set(key, (entry = { of, findings: new Map() }))
  entry.findings.set(rule, conditional && entry.findings.get(rule) !== false)
}

/**
 * What an alert is about, whatever lines of the treatment make it: its main rule and the two substances or names.
 * A line that is stopped and written down anew is another line of the same pair.
 * @param medications those that were checked
 */
export function pairKeyOf(
  { kind, rules, medications: ids }: InteractionAlert,
  medications: readonly MedicationToCheck[],
): string {
  const what = ids.map((id) => {
    const medication = medications.find((one) => one.id === id)
    return medication?.atc ?? foldText(medication?.name ?? id)
  })
  return `${rules[0]?.id ?? kind}:${what.sort(byCodeUnits).join('+')}`.slice(0, 300)
}

const inOrder = (first: string, second: string): readonly [string, string] =>
  first < second ? [first, second] : [second, first]

/** Gravest first; of the same level, what holds without a condition first. */
const byWeight = ([first, isFirstConditional]: Finding, [second, isSecondConditional]: Finding) =>
  compareLevels(first.level, second.level) ||
  Number(isFirstConditional) - Number(isSecondConditional) ||
  byCodeUnits(first.id, second.id)

function* interactionsIn(pairs: FindingsByPair): Generator<InteractionAlert> {
  for (const { of, findings } of pairs.values()) {
    const sorted = [...findings].sort(byWeight)
    const [main] = sorted
    if (!main) continue
    const [{ id, level }, conditional] = main
    yield {
      key: `${level}:${of.join(':')}:${id}`,
      kind: 'interaction',
      level,
      medications: of,
      rules: sorted.map(([rule]) => rule),
      conditional,
    }
  }
}

function* redundanciesAmong(profiles: readonly Profile[]): Generator<InteractionAlert> {
  for (const [at, first] of profiles.entries()) {
    for (const second of profiles.slice(at + 1)) {
      if (![...first.marks].some((mark) => second.marks.has(mark))) continue
      const medications = inOrder(first.id, second.id)
      yield {
        key: `redundancy:${medications.join(':')}`,
        kind: 'redundancy',
        level: REDUNDANCY_LEVEL,
        medications,
        rules: [],
        conditional: true,
      }
    }
  }
}

function adviceFrom(foods: FindingsByPair): FoodAdvice[] {
  const advice: FoodAdvice[] = []
  for (const { of, findings } of foods.values()) {
    const [food, medication] = of
    const rules = [...findings].sort(byWeight).map(([rule]) => rule)
    const [main] = rules
    if (!main) continue
    advice.push({
      key: `${main.level}:${food}:${medication}:${main.id}`,
      food,
      level: main.level,
      medication,
      rules,
    })
  }
  return advice.sort(
    (first, second) => compareLevels(first.level, second.level) || byCodeUnits(first.key, second.key),
  )
}
