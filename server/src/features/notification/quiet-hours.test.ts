import { REACH_AT_FIRST } from '@colloque/domain'
import { expect, it } from 'vitest'
import { quietUntil } from './quiet-hours.ts'

const until = (now: string, quiet: { from: string; to: string } | null) =>
  quietUntil({ ...REACH_AT_FIRST, quiet }, new Date(now)).toISOString()

const NIGHT = { from: '20:00', to: '07:00' }

it.each([
  ['by day', '2026-11-24T12:00:00.000Z', NIGHT, '2026-11-24T12:00:00.000Z'],
  ['in the evening', '2026-11-24T19:00:30.000Z', NIGHT, '2026-11-25T06:00:00.000Z'],
  ['after midnight', '2026-11-25T02:59:59.999Z', NIGHT, '2026-11-25T06:00:00.000Z'],
  ['at their first minute', '2026-11-24T19:00:00.000Z', NIGHT, '2026-11-25T06:00:00.000Z'],
  ['at the minute after them', '2026-11-25T06:00:00.000Z', NIGHT, '2026-11-25T06:00:00.000Z'],
  ['within a day', '2026-11-24T11:30:00.000Z', { from: '12:00', to: '14:00' }, '2026-11-24T13:00:00.000Z'],
  ['with none', '2026-11-24T23:00:00.000Z', null, '2026-11-24T23:00:00.000Z'],
  ['in the night in which summer time begins', '2026-03-28T21:00:00.000Z', NIGHT, '2026-03-29T05:00:00.000Z'],
  ['in the night in which it ends', '2026-10-24T20:00:00.000Z', NIGHT, '2026-10-25T06:00:00.000Z'],
])('quiet hours %s', (_, now, quiet, end) => {
  expect(until(now, quiet)).toBe(end)
})
