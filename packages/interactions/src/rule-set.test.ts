import { expect, test } from 'vitest'
import { checkInteractions, RULES, SHIPPED_RULES, withImported } from './index.ts'
import { readThesaurus } from './thesaurus.ts'

const entry = (main: string, plus: string, ...levels: string[]) => ({
  main_drug: main,
  plus_drug: plus,
  severity_levels: levels.map((level) => ({ level, info: 'x' })),
})
const imported = (...entries: object[]) => {
  const substances = [
    { substance: 'warfarine', drug_classes: ['antivitamines K'] },
    { substance: 'miconazole', drug_classes: [] },
  ]
  const source = { name: 'ANSM', date: '2030-01', partial: false }
  return withImported({ source, rules: readThesaurus(entries, substances, 'ANSM 2030-01').rules })
}
const SHIPPED_ID = RULES.find(({ source }) => source.endsWith('ANTIVITAMINES K + MICONAZOLE'))!.id
const find = (rules: typeof RULES) =>
  rules.filter(({ source }) => source.endsWith('ANTIVITAMINES K + MICONAZOLE'))

test('an imported rule takes the place of the row that ships, its codes and its id', () => {
  const { rules, source } = imported(
    entry('MICONAZOLE', 'ANTIVITAMINES K', 'CI'),
    entry('ANTIVITAMINES K', 'MICONAZOLE', 'CI'),
  )
  expect(source.date).toBe('2030-01')
  expect(rules).toHaveLength(RULES.length)
  expect(find(rules)).toMatchObject([
    {
      id: SHIPPED_ID,
      a: 'antivitamines K',
      aAtc: ['B01AA'],
      bSubstances: ['miconazole'],
      source: expect.stringContaining('2030'),
    },
  ])
})

test('its codes stand on the right side, whichever way the thesaurus prints the pair', () => {
  const [rule] = imported(entry('MICONAZOLE', 'ANTIVITAMINES K', 'CI')).rules
  expect(rule).toMatchObject({ a: 'miconazole', bAtc: ['B01AA'] })
  expect(rule?.aAtc).toContain('A01AB09')
})

test('at another level it is another rule: what was set aside asks again', () => {
  const { rules } = imported(entry('ANTIVITAMINES K', 'MICONAZOLE', 'AD', 'PE'))
  const own = find(rules.filter(({ confidence }) => confidence === 'imported'))
  expect(own.map(({ level }) => level)).toEqual(['AD', 'PE'])
  expect(own.map(({ id }) => id)).not.toContain(SHIPPED_ID)
})

test('a pair makes one alert, and rows without a counterpart stay', () => {
  const { rules } = imported(entry('ANTIVITAMINES K', 'MICONAZOLE', 'CI'))
  const both = [
    { id: '1', name: 'Coumadine', atc: 'B01AA03' },
    { id: '2', name: 'Daktarin', atc: 'A01AB09' },
    { id: '3', name: 'ibuprofène', atc: 'M01AE01' },
  ]
  const levels = checkInteractions(both, rules).alerts.map(({ level, rules: found }) => [level, found.length])
  expect(levels).toEqual([
    ['CI', 1],
    ['AD', 1],
  ])
  expect(imported().rules).toEqual(SHIPPED_RULES.rules)
})

test('where nobody knows what the labels hold, the row that ships stays', () => {
  const source = { name: 'ANSM', date: '2030-01', partial: false }
  const { rules: read } = readThesaurus([entry('ANTIVITAMINES K', 'CYCLINES', 'PE')], [], 'ANSM 2030-01')
  const { rules } = withImported({ source, rules: read })
  expect(rules).toHaveLength(RULES.length + 1)
  const lines = [
    { id: '1', name: 'Coumadine', atc: 'B01AA03' },
    { id: '2', name: 'doxycycline', atc: 'J01AA02' },
  ]
  expect(checkInteractions(lines, rules).alerts).toMatchObject([{ level: 'PE', rules: [{ a: 'AVK' }] }])
})
