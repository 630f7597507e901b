import { DomainError } from '@colloque/domain'
import { isAtc, isLocalUse, withClasses } from './atc.ts'
import type { Agent, Profile } from './agents.ts'
import type { InteractionRule } from './rule.ts'

type Side = 'a' | 'b'

/** Foods and habits stand among the codes as `X-ALCOOL`, `X-PAMPLEMOUSSE`: no ATC code begins with X. */
const PSEUDO_CODE = /^X-[A-Z]+$/

interface RuleSide {
  readonly rule: InteractionRule
  readonly side: Side
}

/**
 * The rules by each code and substance that they name: a medicine looks up its code, the four classes above it and
 * what it holds, never the rules one by one.
 */
export interface RuleIndex {
  readonly byCode: ReadonlyMap<string, readonly RuleSide[]>
  readonly bySubstance: ReadonlyMap<string, readonly RuleSide[]>
  /** Rules of a medicine with a food, and that food. */
  readonly foods: ReadonlyMap<InteractionRule, string>
}

/** A set of rules is indexed once, for as long as somebody holds it. */
const indexes = new WeakMap<readonly InteractionRule[], RuleIndex>()

/**
 * The index of a set of rules, which must not be changed afterwards.
 * @throws invalid, with the rule and the code, where a code is neither ATC nor a food
 */
export function indexOf(rules: readonly InteractionRule[]): RuleIndex {
  const known = indexes.get(rules)
  if (known) return known
  const made = makeIndex(rules)
  indexes.set(rules, made)
  return made
}

function makeIndex(rules: readonly InteractionRule[]): RuleIndex {
  const byCode = new Map<string, RuleSide[]>()
  const bySubstance = new Map<string, RuleSide[]>()
  const foods = new Map<InteractionRule, string>()
  for (const rule of rules) {
    for (const side of ['a', 'b'] as const) {
      for (const code of side === 'a' ? rule.aAtc : rule.bAtc) {
        if (PSEUDO_CODE.test(code)) {
          foods.set(rule, code)
          continue
        }
        if (!isAtc(code)) throw new DomainError('invalid', { rule: rule.id, code })
        push(byCode, code, { rule, side })
      }
      for (const name of substancesOf(rule, side) ?? []) push(bySubstance, name, { rule, side })
    }
  }
  return { byCode, bySubstance, foods }
}

const substancesOf = ({ aSubstances, bSubstances }: InteractionRule, side: Side) =>
  side === 'a' ? aSubstances : bSubstances

function push(to: Map<string, RuleSide[]>, key: string, value: RuleSide): void {
  const held = to.get(key)
  if (held) held.push(value)
  else to.set(key, [value])
}

/**
 * Whether the rules can know a medicine: by its code or by each of its substances. Rules that name substances cannot
 * know one of which the code alone is known.
 */
export function canBeChecked({ hasPreciseCode, components, named }: Profile, index: RuleIndex): boolean {
  if (hasPreciseCode && (index.bySubstance.size === 0 || named.length > 0)) return true
  const known = new Set(components.flatMap(({ substances }) => substances))
  return (
    named.length > 0 &&
    named.every(({ substances: [name = ''] }) => known.has(name) || index.bySubstance.has(name))
  )
}

/** The agents of one medicine that a rule names on each of its sides. Lists: they hold one or two, and are made often. */
export interface SidesTaken {
  readonly a: readonly Agent[]
  readonly b: readonly Agent[]
}
type Matches = Map<InteractionRule, { a: Agent[]; b: Agent[] }>

/**
 * The rules that name a medicine. Where one of its substances explains why, the product as a whole does not count:
 * two tablets with hydrochlorothiazide are one diuretic twice, whatever else is in them.
 */
export function rulesNaming(profile: Profile, index: RuleIndex): ReadonlyMap<InteractionRule, SidesTaken> {
  const byParts = matchesOf(profile.components, index)
  addNamed(byParts, profile.named, index)
  const byProduct = matchesOf(profile.products, index)
  for (const [rule, sides] of byParts) {
    const whole = byProduct.get(rule)
    byProduct.set(rule, {
      a: sides.a.length > 0 || !whole ? sides.a : whole.a,
      b: sides.b.length > 0 || !whole ? sides.b : whole.b,
    })
  }
  return byProduct
}

function matchesOf(agents: readonly Agent[], index: RuleIndex): Matches {
  const matches: Matches = new Map()
  for (const agent of agents) {
    for (const code of withClasses(agent.code)) {
      for (const { rule, side } of index.byCode.get(code) ?? []) {
        take(matches, rule, side, agent)
      }
    }
  }
  return matches
}

/** Rules that name a substance in words speak of what is swallowed or injected, unless they say otherwise. */
const NAMES_LOCAL_USE = /inhal|collyre|cutan|nasal|vaginal|locale|gel buccal/i

function addNamed(to: Matches, agents: readonly Agent[], index: RuleIndex): void {
  for (const agent of agents) {
    for (const { rule, side } of index.bySubstance.get(agent.substances[0] ?? '') ?? []) {
      if (isLocalUse(agent.code) && !NAMES_LOCAL_USE.test(rule[side])) continue
      take(to, rule, side, agent)
    }
  }
}

function take(matches: Matches, rule: InteractionRule, side: Side, agent: Agent): void {
  let sides = matches.get(rule)
  if (!sides) matches.set(rule, (sides = { a: [], b: [] }))
  if (!sides[side].includes(agent)) sides[side].push(agent)
}
