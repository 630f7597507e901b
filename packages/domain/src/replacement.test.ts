import { expect, it } from 'vitest'
import { endOfAbsence, standInsAt } from './replacement.ts'
import type { Schedule } from './schedule.ts'

const scheduleOf = (from: string, to: string, replacedBy: string | null): Schedule => ({
  ...{ teamId: 't', accountId: 'away', hours: [] },
  absences: [{ id: 'a', from, to, replacedBy }],
})
const isReplacedAt = (at: string, schedule = scheduleOf('2026-03-09', '2026-03-10', 'stand-in')) =>
  standInsAt([schedule], at).length > 0

it('lasts from the first minute of the first day at the house to the last one of the last', () => {
  expect(isReplacedAt('2026-03-08T22:59:59.999Z')).toBe(false)
  expect(isReplacedAt('2026-03-08T23:00:00.000Z')).toBe(true)
  expect(isReplacedAt('2026-03-10T22:59:59.999Z')).toBe(true)
  expect(isReplacedAt('2026-03-10T23:00:00.000Z')).toBe(false)
})

it('says until when, and whose place it is', () => {
  expect(
    standInsAt([scheduleOf('2026-03-09', '2026-03-10', 'stand-in')], '2026-03-09T12:00:00.000Z'),
  ).toEqual([{ absenceId: 'a', absent: 'away', replacement: 'stand-in', until: '2026-03-10T23:00:00.000Z' }])
})

it('ends at midnight on the wall, through the night in which the clocks change', () => {
  expect(endOfAbsence({ to: '2026-03-28' })).toBe('2026-03-28T23:00:00.000Z')
  expect(endOfAbsence({ to: '2026-03-29' })).toBe('2026-03-29T22:00:00.000Z')
  expect(endOfAbsence({ to: '2026-10-25' })).toBe('2026-10-25T23:00:00.000Z')
})

it('is nobody where nobody was named', () => {
  expect(isReplacedAt('2026-03-09T12:00:00.000Z', scheduleOf('2026-03-09', '2026-03-10', null))).toBe(false)
})
