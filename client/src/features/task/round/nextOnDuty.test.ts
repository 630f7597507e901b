import type { Schedule } from '@colloque/domain'
import { expect, it } from 'vitest'
import { bySuccession, nextDuty } from './nextOnDuty.ts'

/** Monday, 19:00 at the house. */
const now = '2026-03-09T18:00:00.000Z'
const schedule = (fields: Partial<Schedule>): Schedule[] => [
  { teamId: 't', accountId: 'a', hours: [], absences: [], ...fields },
]
const weekdays = [{ days: [1, 2, 3, 4, 5], from: '07:00', to: '12:00' }]
const absence = { id: 'x', from: '2026-03-10', to: '2026-03-11', replacedBy: 'lea' }

it('whoever works now is next at once', () =>
  expect(nextDuty(schedule({ hours: [{ days: [1], from: '18:00', to: '22:00' }] }), now)).toBe(now))

it('the next hours, over a night, and over an absence', () => {
  expect(nextDuty(schedule({ hours: weekdays }), now)).toBe('2026-03-10T06:00:00.000Z')
  expect(nextDuty(schedule({ hours: weekdays, absences: [absence] }), now)).toBe('2026-03-12T06:00:00.000Z')
})

it('of whom nothing is known, nothing is guessed', () => expect(nextDuty([], now)).toBeUndefined())

it('first whoever stands in, then who knows the people, then who works next', () => {
  const people = [
    { accountId: 'late', cases: 3 },
    { accountId: 'early', cases: 3 },
    { accountId: 'stranger', cases: 1 },
    { accountId: 'lea', cases: 1 },
  ]
  const hours: Record<string, Schedule[]> = {
    early: schedule({ hours: weekdays }),
    late: schedule({ hours: [{ days: [4], from: '07:00', to: '12:00' }] }),
  }
  const order = bySuccession(people, schedule({ absences: [absence] }), (id) => hours[id] ?? [], now)
  expect(order.map(({ accountId }) => accountId)).toEqual(['lea', 'early', 'late', 'stranger'])
})
