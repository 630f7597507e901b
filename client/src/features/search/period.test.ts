import { describe, expect, it } from 'vitest'
import { monthNames, periodIn, type PeriodNames } from './period.ts'

const names: PeriodNames = {
  months: monthNames('fr'),
  seasons: { spring: 'printemps', summer: 'ete', autumn: 'automne', winter: 'hiver' },
}
const TODAY = '2026-11-22'
const read = (query: string, today = TODAY) => periodIn(query, names, today)

describe('a period among the words', () => {
  it.each([
    ['furosémide printemps', '2026-03-01', '2026-06-21', 'furosemide'],
    ['Été chute', '2026-06-01', '2026-09-22', 'chute'],
    ['inr mars', '2026-03-01', '2026-03-31', 'inr'],
    ['dose avril 2025 80 mg', '2025-04-01', '2025-04-30', 'dose 80 mg'],
    ['pesée février 2024', '2024-02-01', '2024-02-29', 'pesee'],
    ['pesée février', '2026-02-01', '2026-02-28', 'pesee'],
  ])('%s', (query, from, to, rest) => {
    expect(read(query)).toEqual({ from, to, rest })
  })

  it('is the last one that has begun', () => {
    expect(read('chute décembre')).toMatchObject({ from: '2025-12-01', to: '2025-12-31' })
    expect(read('chute novembre')).toMatchObject({ from: '2026-11-01' })
    expect(read('chute printemps', '2026-02-03')).toMatchObject({ from: '2025-03-01' })
  })

  it('of a winter ends in the year after', () => {
    expect(read('chute hiver', '2026-02-03')).toMatchObject({ from: '2025-12-01', to: '2026-03-20' })
    expect(read('chute hiver 2024')).toMatchObject({ from: '2024-12-01', to: '2025-03-20' })
  })

  it('is not read from a word that only begins so, nor from a name alone', () => {
    for (const query of ['maison', 'automnes', 'Avril', 'mars 2026', '', 'furosémide'])
      expect(read(query)).toBeUndefined()
  })
})
