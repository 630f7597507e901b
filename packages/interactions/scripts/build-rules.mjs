/** Writes src/rules.data.ts from data/interactions.csv. Run it after every edit of the CSV: `node scripts/build-rules.mjs`. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'

const source = new URL('../data/interactions.csv', import.meta.url)
const target = new URL('../src/rules.data.ts', import.meta.url)

/** Labels that bound their rule by a dose or by a third medicine: "(4 g/j ≥ 4 jours)", "(≤ 20 mg/semaine)", "(triple association)". */
const STATES_A_CONDITION = /\([^)]*(\d\s*m?g\b|triple association)/

const isConditional = ({ a, b, confidence }) =>
  confidence.startsWith('verified-conditional') || STATES_A_CONDITION.test(a) || STATES_A_CONDITION.test(b)

/** From the two labels alone: a rule keeps its id when its level, codes or wording are revised. */
const idOf = ({ a, b }) => createHash('sha256').update(`${a}\n${b}`).digest('hex').slice(0, 12)

const rules = parse(readFileSync(source), { columns: true }).map((row) => ({
  id: idOf(row),
  a: row.a,
  aAtc: row.a_atc.split(';'),
  b: row.b,
  bAtc: row.b_atc.split(';'),
  level: row.level,
  mechanism: row.mechanism,
  action: row.action,
  source: row.source,
  confidence: row.confidence,
  conditional: isConditional(row),
}))

writeFileSync(
  target,
  `// Made by scripts/build-rules.mjs from data/interactions.csv. Edit the CSV, not this file.
import type { InteractionRule } from './rule.ts'

// prettier-ignore
export const RULES: readonly InteractionRule[] = [
${rules.map((rule) => `  ${JSON.stringify(rule)},`).join('\n')}
]
`,
)
