import { DomainError } from '@colloque/domain'
import { isAtc, withClasses } from './atc.ts'
import type { Agent, Profile } from './agents.ts'
import type { InteractionRule } from './rule.ts'

type Side = 'a' | 'b'

/** Foods and habits stand among the codes as `X-ALCOOL`, `X-PAMPLEMOUSSE`: no ATC code begins with X. */
const PSEUDO_CODE = /^X-[A-Z]+$/

interface RuleSide {
  readonly rule: InteractionRule
  readonly side: Side
}

/** The rules by each code that they name: a medicine looks up its code and the four classes above it, never the rules one by one. */
export interface RuleIndex {
  readonly byCode: ReadonlyMap<string, readonly RuleSide[]>
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
  const foods = new Map<InteractionRule, string>()
  for (const rule of rules) {
    for (const side of ['a', 'b'] as const) {
      for (const code of side === 'a' ? rule.aAtc : rule.bAtc) {
        if (PSEUDO_CODE.test(code)) {
          foods.set(rule, code)
          continue
        }
        if (!isAtc(code)) throw new DomainError('invalid', { rule: rule.id, code })
        const sides = byCode.get(code)
        if (sides) sides.push({ rule, side })
        else byCode.set(code, [{ rule, side }])
      }
    }
  }
  return { byCode, foods }
}

/** The agents of one medicine that a rule names on each of its sides. */
export interface SidesTaken {
  readonly a: Set<Agent>
  readonly b: Set<Agent>
}

/**
 * The rules that name a medicine. Where one of its substances explains why, the product as a whole does not count:
 * two tablets with hydrochlorothiazide are one diuretic twice, whatever else is in them.
 */
export function rulesNaming(profile: Profile, index: RuleIndex): Map<InteractionRule, SidesTaken> {
  const byParts = matchesOf(profile.components, index)
  const byProduct = matchesOf(profile.products, index)
  for (const [rule, sides] of byParts) {
    const whole = byProduct.get(rule)
    byProduct.set(rule, {
      a: sides.a.size > 0 || !whole ? sides.a : whole.a,
      b: sides.b.size > 0 || !whole ? sides.b : whole.b,
    })
  }
  return byProduct
}

function matchesOf(agents: readonly Agent[], index: RuleIndex): Map<InteractionRule, SidesTaken> {
  const matches = new Map<InteractionRule, SidesTaken>()
  for (const agent of agents) {
    for (const code of withClasses(agent.code)) {
      for (const { rule, side } of index.byCode.get(code) ?? []) {
        let sides = matches.get(rule)
        if (!sides) matches.set(rule, (sides = { a: new Set(), b: new Set() }))
        sides[side].add(agent)
      }
    }
  }
  return matches
}
