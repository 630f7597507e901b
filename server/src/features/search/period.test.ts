import { expect, it } from 'vitest'
import { endOfDay, startOfDay } from './period.ts'

it.each([
  ['2026-11-22', '2026-11-21T23:00:00.000Z', '2026-11-22T23:00:00.000Z'],
  ['2026-07-14', '2026-07-13T22:00:00.000Z', '2026-07-14T22:00:00.000Z'],
  ['2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
  ['2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
])('%s begins and ends at midnight in Paris, over a change of the clock too', (day, start, end) => {
  expect([startOfDay(day), endOfDay(day)]).toEqual([start, end])
})
