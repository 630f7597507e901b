import type { Patient, PatientCase } from '@colloque/domain'
import { expect, it } from 'vitest'
import {
  alikeAmong,
  countWords,
  emptyIdentity,
  identityOf,
  identityProblems,
  patientOf,
} from './caseDraft.ts'
import { parseBirthDate } from '../../platform/birthDate.ts'

const yvonne: Patient = {
  birthName: 'Le Bihan',
  usedName: 'Tréhet',
  firstNames: 'Yvonne',
  birthDate: '1942-02-05',
  sex: 'female',
  phone: '05 36 49 33 50',
  address: null,
}

it.each([
  ['09/03/1941', '1941-03-09'],
  ['9.3.1941', '1941-03-09'],
  [' 09 03 1941 ', '1941-03-09'],
  ['09031941', '1941-03-09'],
  ['29/02/2024', '2024-02-29'],
  ['29/02/2023', undefined],
  ['31/04/1950', undefined],
  ['13/13/1950', undefined],
  ['9/3/41', undefined],
  ['1941-03-09', undefined],
  ['', undefined],
])('a birth date typed %j is %s', (typed, date) => expect(parseBirthDate(typed)).toBe(date))

it('an identity goes through its draft unchanged', () =>
  expect(patientOf(identityOf(yvonne))).toEqual(yvonne))

it('says what is missing, and of a date what is wrong', () => {
  expect(identityProblems(emptyIdentity(), '2026-03-09')).toEqual({
    birthName: 'missing',
    firstNames: 'missing',
    birthDate: 'missing',
    sex: 'missing',
  })
  const typed = (birthDate: string) => identityProblems({ ...identityOf(yvonne), birthDate }, '2026-03-09')
  expect(typed('5/2/42')).toEqual({ birthDate: 'notADate' })
  expect(typed('10/03/2026')).toEqual({ birthDate: 'future' })
  expect(typed('05/02/1942')).toEqual({})
})

it('warns of a person with the same birth date and a name alike, and not of the case itself', () => {
  const cases = [{ id: 'a', after: { patient: yvonne } as PatientCase }]
  const typed = patientOf({ ...identityOf(yvonne), birthName: 'Trehet', usedName: '', firstNames: 'Ivonne' })
  expect(alikeAmong(cases, typed)).toHaveLength(1)
  expect(alikeAmong(cases, typed, 'a')).toHaveLength(0)
  expect(alikeAmong(cases, undefined)).toHaveLength(0)
})

it('counts words', () => expect([countWords('  '), countWords('INR  instable, seule')]).toEqual([0, 3]))
