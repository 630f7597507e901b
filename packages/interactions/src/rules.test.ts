import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { INTERACTION_LEVELS, RULES } from './index.ts'

const csv = readFileSync(new URL('../data/interactions.csv', import.meta.url))
const rows = parse(csv, { columns: true }) as Record<string, string>[]

const ruleOf = (a: string, b: string) => RULES.find((rule) => rule.a === a && rule.b.startsWith(b))

describe('the rules that ship', () => {
  test('are the rows of data/interactions.csv', () => {
    const backToRows = RULES.map((rule) => ({
      a: rule.a,
      a_atc: rule.aAtc.join(';'),
      b: rule.b,
      b_atc: rule.bAtc.join(';'),
      level: rule.level,
      mechanism: rule.mechanism,
      action: rule.action,
      source: rule.source,
      confidence: rule.confidence,
    }))
    expect(backToRows).toEqual(rows)
  })

  test('are 39 contraindications, 50 advised against, 49 precautions and 22 to take into account', () => {
    const count = (level: string) => RULES.filter((rule) => rule.level === level).length
    expect(INTERACTION_LEVELS.map(count)).toEqual([39, 50, 49, 22])
  })

  test('have ids of their own, that do not change: answers are kept by them', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(160)
    expect(RULES[0]?.id).toBe('84e3d865bc73')
    expect(RULES[159]?.id).toBe('b7b446956913')
  })

  test.each([
    ['clopidogrel', 'acide acétylsalicylique', true],
    ['AVK', 'paracétamol (4 g/j ≥ 4 jours)', true],
    ['IEC', 'spironolactone (12,5-50 mg, IC)', true],
    ['IEC ou ARA2 + diurétique', 'AINS (triple association)', true],
    ['hyperkaliémiants (IEC, ARA2, AINS, héparines…)', 'triméthoprime', false],
    ['AVK', 'miconazole', false],
  ])('%s with %s: conditional is %s', (a, b, conditional) => {
    expect(ruleOf(a, b)?.conditional).toBe(conditional)
  })
})
