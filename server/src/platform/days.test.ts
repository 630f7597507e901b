import { expect, test } from 'vitest'
import { requireNotLater } from './days.ts'

const asked = (day: string, now: string) => () => requireNotLater(day, now, 'on')

test.each([
  ['2026-06-11', '2026-06-10T10:00:00.000Z'],
  // Half past midnight on the 11th in Paris.
  ['2026-06-11', '2026-06-10T22:30:00.000Z'],
  ['2027-01-01', '2026-12-31T23:59:59.999Z'],
])('%s may have begun at %s', (day, now) => {
  expect(asked(day, now)).not.toThrow()
})

test.each([
  ['2026-06-12', '2026-06-10T22:30:00.000Z'],
  ['2027-01-02', '2026-12-31T23:59:59.999Z'],
])('%s is to come at %s', (day, now) => {
  expect(asked(day, now)).toThrow(
    expect.objectContaining({ code: 'invalid', data: { field: 'on', why: 'in_the_future' } }),
  )
})
