import { expect, it } from 'vitest'
import { byDay, deedsOf, type CaseAccess } from './accessWords.ts'

const access = (over: Partial<CaseAccess>): CaseAccess => ({
  ...{ day: '2026-03-09', accountId: 'a', name: 'A', profession: 'nurse', emergency: false },
  ...{ firstAt: '2026-03-09T08:00:00.000Z', lastAt: '2026-03-09T09:00:00.000Z' },
  ...{ reads: 0, writes: 0, exports: 0, refused: 0 },
  ...over,
})

it('keeps the days in the order in which they came', () => {
  const days = byDay([access({}), access({ accountId: 'b' }), access({ day: '2026-03-08' })])
  expect(days.map(({ day, accesses }) => [day, accesses.length])).toEqual([
    ['2026-03-09', 2],
    ['2026-03-08', 1],
  ])
})

it('says what was done, and nothing of what was not', () => {
  expect(deedsOf(access({ reads: 3, refused: 1 }))).toEqual([
    { key: 'read', n: 3 },
    { key: 'refused', n: 1 },
  ])
  expect(deedsOf(access({}))).toEqual([])
})
