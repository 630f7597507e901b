import { foldText } from '@colloque/domain'
import { byCodeUnits } from './by-code-units.ts'
import { COMMON_MEDICATIONS } from './common-medications.ts'
import { RULE_SOURCE, type InteractionRule, type RuleSet } from './rule.ts'
import { RULES } from './rules.data.ts'
import { substanceName } from './substance-name.ts'

/** The rules that ship with the project. */
export const SHIPPED_RULES: RuleSet = { source: RULE_SOURCE, rules: RULES }

/** « ANSM 10/2020: ANTIVITAMINES K + MICONAZOLE »; what ships from elsewhere says so in other words. */
const OF_THE_THESAURUS = /^ANSM \d{2}\/\d{4}: (.+)$/
const IMPORTED = /^[^:]+: (.+)$/

/**
 * The rules in force once a thesaurus was imported: its own, and those that ship and have no known counterpart in it. A row
 * that ships gives way to the imported rules of its pair, so that nothing is told twice, and leaves them its ATC
 * codes, so that a medicine of which the code alone is known is found as before, and its id where the level is the
 * same, so that what was set aside stays so.
 */
export function withImported(imported: RuleSet): RuleSet {
  const shipped = new Map<string, InteractionRule[]>()
  for (const rule of RULES) {
    const pair = pairOf(rule, OF_THE_THESAURUS)
    if (pair !== undefined) shipped.set(pair, [...(shipped.get(pair) ?? []), rule])
  }
  const replaced = new Set<InteractionRule>()
  const rules = imported.rules.map((rule) => {
    const rows = (shipped.get(pairOf(rule, IMPORTED) ?? '') ?? []).filter((row) => sidesOf(row, rule))
    for (const row of rows) replaced.add(row)
    const { id } = rows.find(({ level }) => level === rule.level) ?? rule
    return rows.reduce(withCodesOf, { ...rule, id })
  })
  return { source: imported.source, rules: [...rules, ...RULES.filter((rule) => !replaced.has(rule))] }
}

/** The labels of the thesaurus that a rule comes from, whichever way round. */
function pairOf({ source }: InteractionRule, pattern: RegExp): string | undefined {
  const labels = pattern.exec(source)?.[1]
  return labels?.split(' + ').map(foldText).sort(byCodeUnits).join('\n')
}

/**
 * The codes of a row in the order of the sides of a rule: the rows that ship have one of their own, and the substances
 * under their codes tell which is which.
 * @returns undefined where they have none in common: without the file of substances nobody knows what a label holds
 */
function sidesOf({ aAtc, bAtc }: InteractionRule, { aSubstances, bSubstances }: InteractionRule) {
  const straight = fit(aAtc, aSubstances) + fit(bAtc, bSubstances)
  const turned = fit(bAtc, aSubstances) + fit(aAtc, bSubstances)
  if (Math.max(straight, turned) === 0) return undefined
  return turned > straight ? { aAtc: bAtc, bAtc: aAtc } : { aAtc, bAtc }
}

function withCodesOf(rule: InteractionRule, row: InteractionRule): InteractionRule {
  const sides = sidesOf(row, rule)
  return sides ? { ...rule, aAtc: joined(rule.aAtc, sides.aAtc), bAtc: joined(rule.bAtc, sides.bAtc) } : rule
}

const joined = (first: readonly string[], second: readonly string[]) => [...new Set([...first, ...second])]

/** How many common substances under these codes the rule names. */
const fit = (codes: readonly string[], named: readonly string[] = []): number =>
  COMMON_MEDICATIONS.filter(
    ({ atc, substances: [only = '', ...others] }) =>
      others.length === 0 &&
      codes.some((code) => atc.startsWith(code)) &&
      named.includes(substanceName(only)),
  ).length
