import { newNeed, openNeeds, orderNeeds } from '@colloque/domain'
import { expect, it } from 'vitest'
import { movedIds } from './needOrder.ts'

it('moves one place, and not past the ends', () => {
  expect(movedIds(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b'])
  expect(movedIds(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c'])
  expect(movedIds(['a', 'b', 'c'], 'a', -1)).toBeUndefined()
  expect(movedIds(['a', 'b', 'c'], 'c', 1)).toBeUndefined()
  expect(movedIds(['a'], 'gone', 1)).toBeUndefined()
})

it('is an order that the domain takes, though the ranks have holes', () => {
  const needs = ['a', 'b', 'c'].map((id, index) => ({
    id,
    need: newNeed({
      ...{ caseId: 'case', text: id, domain: 'social', rank: 2 + 3 * index },
      ...{ addedBy: 'carole', addedAt: '2026-03-09T08:00:00.000Z' },
    }),
  }))
  const ids = movedIds(
    openNeeds(needs).map(({ id }) => id),
    'c',
    -1,
  )!
  const moved = new Map(orderNeeds(needs, ids).map((one) => [one.id, one]))
  expect(openNeeds(needs.map((one) => moved.get(one.id) ?? one)).map(({ id }) => id)).toEqual(['a', 'c', 'b'])
})
