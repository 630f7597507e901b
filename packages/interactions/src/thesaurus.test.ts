import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkInteractions, type InteractionRule } from './index.ts'
import { readThesaurus } from './thesaurus.ts'

const entry = (main: string, plus: string, ...levels: [string, string?][]) => ({
  main_drug: main,
  plus_drug: plus,
  severity_levels: levels.map(([level, info = '']) => ({ level, info })),
  interaction_mechanism: 'Majoration\ndu risque. ',
})
const SUBSTANCES = [
  { substance: 'warfarine', drug_classes: ['antivitamines K', 'anticoagulants oraux'] },
  { substance: 'fluindione', drug_classes: ['antivitamines K'] },
  { substance: 'oméprazole', drug_classes: [] },
  { substance: 'miconazole', drug_classes: [] },
]
const read = (...entries: unknown[]) => readThesaurus(entries, SUBSTANCES, 'ANSM 2020-10')
const only = ({ rules }: { rules: readonly InteractionRule[] }): InteractionRule => {
  expect(rules).toHaveLength(1)
  return rules[0]!
}

describe('an entry becomes a rule', () => {
  test('with the substances of its classes, its texts in one line each, and its source', () => {
    expect(
      only(read(entry('ANTIVITAMINES K', 'MICONAZOLE', ['CONTRE-INDICATION', 'Autre\n antifongique.']))),
    ).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{12}$/),
      a: 'antivitamines K',
      aAtc: [],
      aSubstances: ['fluindione', 'warfarine'],
      b: 'miconazole',
      bAtc: [],
      bSubstances: ['miconazole'],
      level: 'CI',
      mechanism: 'Majoration du risque.',
      action: 'Autre antifongique.',
      source: 'ANSM 2020-10: ANTIVITAMINES K + MICONAZOLE',
      confidence: 'imported',
      conditional: false,
    })
  })

  test('once, though it is printed in both directions, and with the same id when it is worded anew', () => {
    const both = read(
      entry('MICONAZOLE', 'ANTIVITAMINES K', ['CONTRE-INDICATION']),
      entry('ANTIVITAMINES K', 'MICONAZOLE', ['CONTRE-INDICATION']),
    )
    const revised = read(entry('Miconazole', 'antivitamines k', ['Contre-indication', 'Autre chose']))
    expect(only(both).id).toBe(only(revised).id)
  })

  test('for each of its levels, gravest first, each under a condition that its text tells', () => {
    const { rules } = read(
      entry(
        'MICONAZOLE',
        'ANTIVITAMINES K',
        ['A prendre en compte', 'avec des doses faibles'],
        ['Association DECONSEILLEE', 'avec des doses fortes'],
      ),
    )
    expect(rules.map(({ level, action, conditional }) => [level, action, conditional])).toEqual([
      ['AD', 'avec des doses fortes', true],
      ['APC', 'avec des doses faibles', true],
    ])
    expect(new Set(rules.map(({ id }) => id)).size).toBe(2)
  })

  test.each([
    ['CONTRE-INDICATION', 'CI'],
    ['Contre indication', 'CI'],
    ['CI', 'CI'],
    ['Association DECONSEILLEE', 'AD'],
    ['ASDEC', 'AD'],
    ['Association déconseillée', 'AD'],
    ["Précaution d'emploi", 'PE'],
    ['Précaution d’emploi', 'PE'],
    ['PE', 'PE'],
    ['A prendre en compte', 'APC'],
    ['À prendre en compte', 'APC'],
    ['APEC', 'APC'],
    ['Il convient de prendre en compte', 'APC'],
  ])('of level « %s »: %s', (words, level) => {
    expect(only(read(entry('MICONAZOLE', 'OMEPRAZOLE', [words]))).level).toBe(level)
  })

  test.each([
    ['HÉPARINES (DOSES CURATIVES ET/OU SUJET ÂGÉ)', '', true],
    ['OMEPRAZOLE', 'Sauf en cas d’hypokaliémie.', true],
    ['OMEPRAZOLE', 'Surveillance clinique.', false],
  ])('with %s « %s »: conditional is %s', (label, info, conditional) => {
    expect(only(read(entry('MICONAZOLE', label, ['AD', info]))).conditional).toBe(conditional)
  })

  test('with the blanks of its description where the level has lost them', () => {
    const printed = {
      ...entry('MICONAZOLE', 'OMEPRAZOLE', ['PE', 'Adaptation dumiconazole.']),
      description: 'PE\nAdaptation du \nmiconazole.\n\nAutre.',
    }
    expect(only(read(printed)).action).toBe('Adaptation du miconazole.')
  })

  test('of food, as a pseudo-code', () => {
    const rule = only(read(entry('PAMPLEMOUSSE (JUS ET FRUIT)', 'WARFARINE', ['PE'])))
    expect(rule.aAtc).toEqual(['X-PAMPLEMOUSSE'])
    const { foodAdvice } = checkInteractions([{ id: '1', name: 'x', substances: ['warfarine'] }], [rule])
    expect(foodAdvice).toMatchObject([{ food: 'X-PAMPLEMOUSSE', level: 'PE' }])
  })

  test('without a file of substances: each label is a substance of that name, and is told', () => {
    const { rules, unknownLabels } = readThesaurus([entry('A', 'B', ['CI'])], [], 'x')
    expect(rules).toMatchObject([{ aSubstances: ['a'], bSubstances: ['b'] }])
    expect(unknownLabels).toEqual(['a', 'b'])
  })
})

describe('broken lines', () => {
  const good = entry('MICONAZOLE', 'OMEPRAZOLE', ['CI'])
  test.each([
    [null, 'not_an_object'],
    ['text', 'not_an_object'],
    [[good], 'not_an_object'],
    [{ ...good, main_drug: ' ' }, 'no_label'],
    [{ ...good, plus_drug: 3 }, 'no_label'],
    [{ ...good, severity_levels: [] }, 'no_level'],
    [{ ...good, severity_levels: 'CI' }, 'no_level'],
    [{ ...good, severity_levels: [{ level: 'CI' }, null] }, 'unknown_level'],
    [entry('A', 'B', ['dangereux']), 'unknown_level'],
  ])('%j is listed: %s', (broken, why) => {
    const { rules, rejected } = read(good, broken)
    expect(rules).toHaveLength(1)
    expect(rejected).toMatchObject([{ file: 'thesaurus', index: 1, why }])
  })

  test('of the file of substances are listed too', () => {
    const { rejected } = readThesaurus([good], [{ substance: 'x', drug_classes: [3] }, 7], 'x')
    expect(rejected.map(({ file, index, why }) => [file, index, why])).toEqual([
      ['substances', 0, 'no_substance'],
      ['substances', 1, 'no_substance'],
    ])
  })

  test('never end the reading, whatever the files say', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (thesaurus, substances) => {
        const first = readThesaurus(thesaurus, substances, 'x')
        expect(readThesaurus(thesaurus, substances, 'x')).toEqual(first)
        expect(checkInteractions([], first.rules).alerts).toEqual([])
      }),
    )
  })
})
