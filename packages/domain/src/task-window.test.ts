import { expect, it } from 'vitest'
import { DAY_PARTS, dueFrom, windowBounds } from './task-window.ts'
import { refused } from './testing/tasks.ts'

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

const NOW = '2026-03-09T10:00:00.000Z'
const MORNING = { day: '2026-03-10', part: 'morning' } as const

it('a task is due at an instant or by the end of a window; the one takes the other’s place', () => {
  const dueAt = '2026-03-12T08:00:00.000Z'
  const inWindow = { dueAt: '2026-03-10T11:00:00.000Z', window: MORNING }
  expect(dueFrom({ window: MORNING }, NOW)).toEqual(inWindow)
  expect(dueFrom({ dueAt }, NOW, inWindow)).toEqual({ dueAt, window: null })
  expect(dueFrom({ window: null }, NOW, inWindow)).toEqual({ dueAt: null, window: null })
  expect(dueFrom({ window: null }, NOW, { dueAt, window: null })).toEqual({ dueAt, window: null })
  expect(dueFrom({}, NOW, inWindow)).toEqual(inWindow)
  expect(refused(() => dueFrom({ dueAt, window: MORNING }, NOW)).data).toMatchObject({ why: 'one_due' })
})

it('what is over for more than a day is refused', () => {
  expect(dueFrom({ dueAt: '2026-03-08T10:00:00.000Z' }, NOW).dueAt).toBe('2026-03-08T10:00:00.000Z')
  for (const given of [
    { dueAt: '2026-03-08T09:59:59.999Z' },
    { window: { day: '2026-03-07', part: 'evening' } },
  ] as const)
    expect(refused(() => dueFrom(given, NOW)).data).toMatchObject({ why: 'in_the_past' })
})
