import type { Medicine } from '@colloque/contract'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildMedicineIndex, type MedicineIndex } from './medicine-index.ts'

const medicine = (name: string, substances: string[], over: Partial<Medicine> = {}): Medicine => ({
  ...{ cis: '60000001', name, form: null, strength: null, atc: null, atcFrom: null, brands: [] },
  substances,
  marketed: true,
  ...over,
})
const MEDICINES = [
  medicine('AMOXICILLINE BIOGARAN 1 g, comprimé dispersible', ['amoxicilline'], { atc: 'J01CA04' }),
  medicine('AMOXICILLINE ARROW 500 mg, gélule', ['amoxicilline'], { atc: 'J01CA04' }),
  medicine('AMOXICILLINE ARROW 1 g, comprimé', ['amoxicilline'], { marketed: false }),
  medicine('AMOBARBITAL ANCIEN 10 mg, comprimé', ['amobarbital']),
  medicine('CLAMOXYL 1 g, comprimé dispersible', ['amoxicilline']),
  medicine('Amoxicilline 1 g, comprimé', ['amoxicilline'], { cis: null, brands: ['Clamoxyl'] }),
  medicine('DOLIPRANE 1000 mg, comprimé', ['paracétamol']),
  medicine('DOLIPRANE 500 mg, gélule', ['paracétamol']),
  medicine('EXFORGE 5 mg/80 mg, comprimé pelliculé', ['amlodipine', 'valsartan']),
  medicine('EXFORGE 10 mg/160 mg, comprimé pelliculé', ['amlodipine', 'valsartan']),
  medicine('LEVOTHYROX 75 microgrammes, comprimé sécable', ['lévothyroxine']),
  medicine('UVEDOSE 100 000 UI, solution buvable', ['cholécalciférol']),
  medicine('SERTRALINE EG 50 mg, gélule', ['sertraline']),
  medicine('COVERSYL 2,5 mg, comprimé', ['périndopril']),
  medicine('COVERSYL 5 mg, comprimé', ['périndopril'], { cis: '60000007', marketed: false }),
  medicine('COVERSYL 5 mg, comprimé', ['périndopril'], { cis: '60000008' }),
  medicine('EFFERALGAN 0,5 g, comprimé', ['paracétamol']),
  medicine('VITAMINE B12 GERDA 1 000 microgrammes, comprimé', ['cyanocobalamine']),
]

let index: MedicineIndex
beforeAll(async () => {
  index = await buildMedicineIndex(MEDICINES)
})
const names = (typed: string, limit = 10) => index.search(typed, limit).map(({ name }) => name.split(', ')[0])

test.each([
  ['the beginnings of several words, in any order', '1g amox', 'Amoxicilline 1 g'],
  ['a brand', 'clamo', 'CLAMOXYL 1 g'],
  ['a substance without its accents', 'levothyroxi', 'LEVOTHYROX 75 microgrammes'],
  ['two substances', 'valsa amlo', 'EXFORGE 5 mg/80 mg'],
  ['a strength in grams of a name in milligrams', 'doliprane 1 g', 'DOLIPRANE 1000 mg'],
  ['milligrams of a name in grams', 'efferalgan 500', 'EFFERALGAN 0,5 g'],
  ['a unit that is written otherwise', 'levothyrox 75µg', 'LEVOTHYROX 75 microgrammes'],
  ['thousands without a gap', 'uvedose 100000', 'UVEDOSE 100 000 UI'],
  ['a letter and figures', 'b12', 'VITAMINE B12 GERDA 1 000 microgrammes'],
  ['a name with its strength stuck to it', 'doliprane500', 'DOLIPRANE 500 mg'],
  ['a form', 'amox gelule', 'AMOXICILLINE ARROW 500 mg'],
  ['a letter too many', 'dolliprane 500', 'DOLIPRANE 500 mg'],
  ['a letter that is missing', 'setraline', 'SERTRALINE EG 50 mg'],
  ['letters that are swapped', 'dolirpane', 'DOLIPRANE 500 mg'],
  ['two slips in a long word', 'levotyroxime', 'LEVOTHYROX 75 microgrammes'],
  ['a slip in a word that is not whole', 'amoxicc', 'Amoxicilline 1 g'],
  ['another first letter', 'zertraline', 'SERTRALINE EG 50 mg'],
])('finds by %s', (_by, typed, first) => {
  expect(names(typed)[0]).toBe(first)
})

describe('the order', () => {
  test('common ones, then what begins so, then what holds it, then what is not sold', () => {
    expect(names('amox')).toEqual([
      'Amoxicilline 1 g',
      'AMOXICILLINE ARROW 500 mg',
      'AMOXICILLINE BIOGARAN 1 g',
      'CLAMOXYL 1 g',
      'AMOXICILLINE ARROW 1 g',
    ])
  })
  test('medicines that are much used before others with the same beginning', () => {
    expect(names('amo').indexOf('AMOBARBITAL ANCIEN 10 mg')).toBeGreaterThan(2)
  })
  test('a strength before one that ends like it', () => {
    expect(names('coversyl 5')[0]).toBe('COVERSYL 5 mg')
    expect(names('coversyl 2,5')).toEqual(['COVERSYL 2,5 mg'])
    expect(names('coversyl 2')).toEqual(['COVERSYL 2,5 mg'])
  })
  test('one of several with the same name: the one that is sold', () => {
    expect(index.search('coversyl 5', 10).map(({ cis }) => cis)).toEqual(['60000008'])
  })
  test('strengths as numbers', () => {
    expect(names('exforge')).toEqual(['EXFORGE 5 mg/80 mg', 'EXFORGE 10 mg/160 mg'])
  })
})

test('a number that is followed by a word is meant whole', () => {
  expect(names('exforge 1 mg')).toEqual([])
  expect(names('exforge 1')).toEqual(['EXFORGE 10 mg/160 mg'])
})

test('a strength is never guessed at', () => {
  expect(names('doliprane 5000')).toEqual([])
})

test.each(['', '  ', '?!', 'xyz', 'doliprane xyz', 'abcdefghij'])('finds nothing for « %s »', (typed) => {
  expect(names(typed)).toEqual([])
})

test('gives no more than asked for', () => {
  expect(names('a', 3)).toHaveLength(3)
})
