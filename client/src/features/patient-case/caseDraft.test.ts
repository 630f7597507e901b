import type { Patient, PatientCase } from '@colloque/domain'
import { describe, expect, it } from 'vitest'
import {
  alikeAmong,
  countWords,
  emptyIdentity,
  identityOf,
  identityProblems,
  matriculeWarnings,
  patientOf,
  type IdentityDraft,
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
  ins: null,
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

describe('the national identity', () => {
  const identity = (over: Partial<IdentityDraft>): IdentityDraft => ({ ...identityOf(yvonne), ...over })
  const valid = '2790351215189 89'
  const dominique = identity({ birthDate: '28/03/1979', sex: 'female', matricule: valid })

  it('is as sure as what was typed and seen', () => {
    const status = (over: Partial<IdentityDraft>) => patientOf({ ...dominique, ...over })?.ins?.status
    expect(status({})).toBe('retrieved')
    expect(status({ paperSeen: true })).toBe('qualified')
    expect(status({ matricule: '', paperSeen: true })).toBe('validated')
    expect(patientOf({ ...dominique, matricule: '' })?.ins).toBeNull()
    expect(patientOf(dominique)?.ins?.matricule).toBe('279035121518989')
  })

  it('with a wrong key is refused; what does not go with the rest is said', () => {
    expect(identityProblems(identity({ matricule: '279035121518988' }), '2026-03-09')).toEqual({
      matricule: 'notAMatricule',
    })
    expect(matriculeWarnings(dominique)).toEqual([])
    expect(matriculeWarnings({ ...dominique, sex: 'male' })).toEqual(['ins_sex'])
    expect(matriculeWarnings({ ...dominique, birthDate: '28/04/1980' })).toEqual([
      'ins_birth_year',
      'ins_birth_month',
    ])
  })
})
