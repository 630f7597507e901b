import { describe, expect, it } from 'vitest'
import { isSameProfession, readClaims, saysTwoFactors } from './oidc-claims.ts'

const claims = {
  iss: 'https://auth.esw.esante.gouv.fr/auth/realms/esante-wallet',
  sub: 'f:550e8400-e29b-41d4-a716-446655440000:899700296140',
  SubjectNameID: '899700296140',
  SubjectRole: ['10^1.2.250.1.213.1.1.5.5'],
  SubjectRefPro: { exercices: [{ codeProfession: '10', activities: [] }] },
  acr: 'eidas1',
}

describe('the claims of Pro Santé Connect', () => {
  it('name the number and the profession', () => {
    expect(readClaims(claims)).toEqual({
      ...{ issuer: claims.iss, subject: claims.sub, rpps: '99700296140', acr: 'eidas1', amr: [] },
      professions: ['physician'],
    })
  })

  it.each(['099700296140', '8997002961', '8x9700296140', '', 7, null, undefined, ['899700296140']])(
    'a number written %j is none',
    (SubjectNameID) => {
      expect(readClaims({ ...claims, SubjectNameID }).rpps).toBeUndefined()
    },
  )

  it('what is badly written is as if it were not there; nobody is an error', () => {
    expect(
      readClaims({ ...claims, SubjectRole: '10', SubjectRefPro: { exercices: 'x' } }).professions,
    ).toEqual([])
    expect(() => readClaims({ ...claims, sub: '' })).toThrow()
    expect(() => readClaims({ ...claims, iss: 'x' })).toThrow()
  })

  it('a code of another list is no profession', () => {
    const { professions } = readClaims({
      ...claims,
      SubjectRole: ['86^1.2.250.1.71.1.2.7', '350^x', '60^1.2.250.1.213.1.1.5.5'],
      SubjectRefPro: undefined,
    })
    expect(professions).toEqual(['nurse'])
  })
})

it('professions contradict one another, or do not', () => {
  expect(isSameProfession('nurse', ['nurse', 'midwife'])).toBe(true)
  expect(isSameProfession('nurse', ['pharmacist'])).toBe(false)
  expect(isSameProfession('advancedPracticeNurse', ['nurse'])).toBe(true)
  expect(isSameProfession('coordinator', ['nurse'])).toBe(true)
  expect(isSameProfession('nurse', [])).toBe(true)
})

it('two factors count where the provider says so', () => {
  expect(saysTwoFactors({ acr: undefined, amr: ['pwd', 'mfa'] })).toBe(true)
  expect(saysTwoFactors({ acr: 'https://refeds.org/profile/mfa', amr: [] })).toBe(true)
  expect(saysTwoFactors({ acr: 'eidas1', amr: ['pwd'] })).toBe(false)
})
