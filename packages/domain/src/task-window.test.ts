import { expect, it } from 'vitest'
import { DAY_PARTS, windowBounds } from './task-window.ts'

it('a morning is that of the house, in winter and in summer', () => {
  expect(windowBounds({ day: '2026-01-15', part: 'morning' })).toEqual({
    from: '2026-01-15T05:00:00.000Z',
    to: '2026-01-15T11:00:00.000Z',
  })
  expect(windowBounds({ day: '2026-07-15', part: 'morning' }).to).toBe('2026-07-15T10:00:00.000Z')
  expect(windowBounds({ day: '2026-07-15', part: 'morning' }, 'America/Cayenne').to).toBe(
    '2026-07-15T15:00:00.000Z',
  )
})

it('the parts of a day follow each other, and the night ends on the morning after', () => {
  // The night in which the clocks go forward.
  const parts = DAY_PARTS.map((part) => windowBounds({ day: '2026-03-28', part }))
  for (const [index, { to }] of parts.entries()) expect(parts[index + 1]?.from ?? to).toBe(to)
  expect(parts.at(-1)).toEqual({ from: '2026-03-28T21:00:00.000Z', to: '2026-03-29T04:00:00.000Z' })
})
