import { describe, expect, test } from 'vitest'
import { substanceName } from './index.ts'

describe('one substance has one name', () => {
  test.each([
    ['OMÉPRAZOLE SODIQUE', 'oméprazole'],
    ["AMLODIPINE (BÉSILATE D')", 'amlodipine'],
    ["BÉSILATE D'AMLODIPINE", 'amlodipine'],
    ['MORPHINE (SULFATE DE) PENTAHYDRATÉ', 'morphine'],
    ['ATORVASTATINE CALCIQUE TRIHYDRATÉE', 'atorvastatine'],
    ['PÉRINDOPRIL ARGININE', 'périndopril'],
    ['FUMARATE DE FORMOTÉROL DIHYDRATÉ', 'formotérol'],
    ['MÉTHOTREXATE DISODIQUE', 'méthotrexate'],
    ['valproïque (acide)', 'acide valproïque'],
    ['VALPROATE DE SODIUM', 'acide valproïque'],
    ['ALENDRONATE MONOSODIQUE TRIHYDRATÉ', 'acide alendronique'],
    ['ACÉTYLSALICYLATE DE DL-LYSINE', 'acide acétylsalicylique'],
    ['SULFATE FERREUX DESSÉCHÉ', 'fer'],
    ['magnésium (hydroxyde de)', 'hydroxyde de magnésium'],
    ['diméthyle ( fumarate de)', 'fumarate de diméthyle'],
    ['LITHIUM (CARBONATE DE)', 'lithium'],
  ])('%s is %s', (printed, name) => {
    expect(substanceName(printed)).toBe(substanceName(name))
  })

  test.each([
    ['citrate de potassium', 'chlorure de potassium'],
    ['bicarbonate de sodium', 'chlorure de sodium'],
    ['mycophénolate mofétil', 'mycophénolate sodique'],
    ['acide folique', 'acide fusidique'],
  ])('%s is not %s', (first, second) => {
    expect(substanceName(first)).not.toBe(substanceName(second))
  })

  test('a name of nothing but salts stays as it is', () => {
    expect(substanceName('Chlorure')).toBe('chlorure')
    expect(substanceName('  ')).toBe('')
  })
})
