import { expect, it } from 'vitest'
import { trailFigures } from './trailFigures.ts'

const items = [
  { month: '2026-03', counts: [{ kind: 'session.failed' as const, count: 2 }] },
  {
    month: '2026-01',
    counts: [
      { kind: 'session.failed' as const, count: 3 },
      { kind: 'factor.failed' as const, count: 4 },
      { kind: 'session.opened' as const, count: 90 },
    ],
  },
]

it('gives twelve months over the turn of a year, with zero for what was not counted', () => {
  const refused = trailFigures(items, '2026-03').find(({ group }) => group === 'refused')
  expect(refused?.months.map(({ month }) => month)).toHaveLength(12)
  expect(refused?.months[0]).toEqual({ month: '2025-04', count: 0 })
  expect(refused?.months.slice(-3).map(({ count }) => count)).toEqual([7, 0, 2])
  expect(refused?.most).toBe(7)
})

it('has a line for emergency accesses even where there was none', () => {
  expect(trailFigures([], '2026-03')[0]).toMatchObject({ group: 'glass', most: 0 })
})
