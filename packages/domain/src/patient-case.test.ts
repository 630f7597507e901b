import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ageOn, looksAlike, patientName, type Patient } from './patient-case.ts'
import { foldText, searchTerms } from './values.ts'

const patient = (over: Partial<Patient> = {}): Patient => ({
  birthName: 'Lefèvre',
  usedName: null,
  firstNames: 'Jeanne Marie',
  birthDate: '1941-03-09',
  sex: 'female',
  phone: null,
  address: null,
  ins: null,
  ...over,
})

describe('identities that look alike', () => {
  it.each([
    ['another spelling', { birthName: 'LEFEVRE', firstNames: 'jeanne' }],
    ['one letter off', { birthName: 'Lefevbre' }],
    ['the used name for the birth name', { birthName: 'Martin', usedName: 'Lefèvre' }],
    ['one figure off in the date', { birthDate: '1941-03-08' }],
    ['a twin', { firstNames: 'Louise' }],
  ])('%s is a warning', (_what, over) => expect(looksAlike(patient(), patient(over))).toBe(true))

  it.each([
    ['another name and date', { birthName: 'Durand', birthDate: '1950-01-01' }],
    ['only the same date', { birthName: 'Durand', firstNames: 'Paul' }],
    ['the same name, born years apart', { birthDate: '1968-11-30' }],
  ])('%s is none', (_what, over) => expect(looksAlike(patient(), patient(over))).toBe(false))

  it('is the same whichever comes first', () => {
    const name = fc.constantFrom('Lefèvre', 'Lefevre', 'Le Fèvre', 'Durand', 'Duran')
    const someone = fc.record({
      birthName: name,
      firstNames: fc.constantFrom('Jeanne', 'Jean', 'Paul'),
      birthDate: fc.constantFrom('1941-03-09', '1941-03-08', '1968-11-30'),
    })
    fc.assert(
      fc.property(
        someone,
        someone,
        (one, other) => looksAlike(patient(one), patient(other)) === looksAlike(patient(other), patient(one)),
      ),
    )
  })
})

it('an age counts whole years', () => {
  expect(ageOn('1941-03-09', '2026-03-08')).toBe(84)
  expect(ageOn('1941-03-09', '2026-03-09')).toBe(85)
  expect(ageOn('1940-02-29', '2026-02-28')).toBe(85)
})

it('a name shows the one in use', () => {
  expect(patientName(patient())).toBe('LEFÈVRE Jeanne Marie')
  expect(patientName(patient({ usedName: 'Martin' }))).toBe('MARTIN Jeanne Marie')
})

describe('folding', () => {
  it('opens ligatures, those under an accent too', () => expect(foldText('Ǣ')).toBe('ae'))
  it('opens ligatures and drops accents and punctuation', () =>
    expect(foldText('  L’Œdème — de l’INFIRMIÈRE ')).toBe('l oedeme de l infirmiere'))
  it('folds twice as once, to letters, digits and single spaces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const folded = foldText(text)
        expect(foldText(folded)).toBe(folded)
        expect(folded).toMatch(/^$|^[\p{L}\p{N}]+( [\p{L}\p{N}]+)*$/u)
      }),
    )
  })
  it('takes 50 kB in its stride', () =>
    expect(searchTerms(['é'.repeat(50_000), 'mot '.repeat(12_000)])).toEqual(['e'.repeat(40), 'mot']))
})
