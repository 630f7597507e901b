import type { PatientCase } from '@colloque/domain'
import { describe, expect, it } from 'vitest'
import { alreadyMine, draftProblems, emptyDraft, minutesLeft, requestOf } from './emergencyDraft.ts'

const TODAY = '2026-03-09'
const whole = {
  ...{ birthName: ' Lefebvre ', firstNames: 'Jeanne Marie', birthDate: '9/3/1941' },
  ...{ reason: 'unreachable' as const, words: ' Trouvée au sol ' },
}

describe('a request for emergency access', () => {
  it('lacks everything at first', () => {
    expect(Object.values(draftProblems(emptyDraft(), TODAY))).toEqual(Array(5).fill('missing'))
    expect(requestOf(emptyDraft(), TODAY)).toBeUndefined()
  })

  it('is sent without the spaces around, the date as a day', () => {
    expect(requestOf(whole, TODAY)).toEqual({
      ...{ birthName: 'Lefebvre', firstNames: 'Jeanne Marie', birthDate: '1941-03-09' },
      ...{ reason: 'unreachable', words: 'Trouvée au sol' },
    })
  })

  it('takes no day that is none, or has not come', () => {
    expect(draftProblems({ ...whole, birthDate: '31/02/1941' }, TODAY)).toEqual({ birthDate: 'notADate' })
    expect(draftProblems({ ...whole, birthDate: '10/03/2026' }, TODAY)).toEqual({ birthDate: 'future' })
    expect(requestOf({ ...whole, birthDate: '10/03/2026' }, TODAY)).toBeUndefined()
  })
})

it('finds the case whose circle one is in already, by either name and the first of the first names', () => {
  const patient = {
    ...{ birthName: 'Morel', usedName: 'Lefèbvre', firstNames: 'Jeanne, Louise', birthDate: '1941-03-09' },
  }
  const mine = [{ id: 'a', after: { patient } as unknown as PatientCase }]
  expect(alreadyMine(mine, { ...whole, firstNames: 'jeanne' })?.id).toBe('a')
  expect(alreadyMine(mine, { ...whole, birthName: 'Morel', firstNames: 'Jeanne' })?.id).toBe('a')
  expect(alreadyMine(mine, { ...whole, firstNames: 'Louise' })).toBeUndefined()
  expect(alreadyMine(mine, { ...whole, birthDate: '09/03/1942' })).toBeUndefined()
  expect(alreadyMine(mine, emptyDraft())).toBeUndefined()
})

it('counts begun minutes, and one at least', () => {
  const at = (instant: string) => minutesLeft('2026-03-09T15:00:00.000Z', new Date(instant))
  expect(at('2026-03-09T13:59:45.000Z')).toBe(60)
  expect(at('2026-03-09T14:00:00.000Z')).toBe(60)
  expect(at('2026-03-09T14:17:30.000Z')).toBe(43)
  expect(at('2026-03-09T15:00:01.000Z')).toBe(1)
})
