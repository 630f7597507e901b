import { newCircleMember, type CircleMember } from '@colloque/domain'
import { expect, it } from 'vitest'
import { endOf, groundKeyOf, lastDayOf, sightKeyOf } from './ground.ts'

const member = (over: Partial<CircleMember>) =>
  newCircleMember({ caseId: 'c', name: 'x', addedBy: 'b', addedAt: '2026-01-01', ...over })

it('a day is over when the clocks of the house show midnight, in summer as in winter', () => {
  expect(endOf('2026-03-12')).toBe('2026-03-12T23:00:00.000Z')
  expect(endOf('2026-07-12')).toBe('2026-07-12T22:00:00.000Z')
  expect(lastDayOf(endOf('2026-03-12'))).toBe('2026-03-12')
  expect(lastDayOf('2026-03-12T14:30:00.000Z')).toBe('2026-03-12')
})

it('somebody from elsewhere is there by the person’s consent once they have an account', () => {
  expect(groundKeyOf(member({ basis: 'consent', accountId: 'a' }))).toBe('consent')
  expect(groundKeyOf(member({ basis: 'consent' }))).toBe('elsewhere')
  expect(groundKeyOf(member({ basis: 'replacement', accountId: 'a' }))).toBe('replacement')
})

it('without an account one sees nothing, whatever the view', () => {
  expect(sightKeyOf(member({ view: 'case' }))).toBe('nothing')
  expect(sightKeyOf(member({ view: 'shared', accountId: 'a' }))).toBe('shared')
})
