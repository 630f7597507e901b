import { expect, it } from 'vitest'
import { addDays, dayAt, endOfDay, hourAt, instantAt, weekday } from './wallTime.ts'

it.each([
  ['2026-03-09', '14:30', '2026-03-09T13:30:00.000Z'],
  ['2026-07-14', '00:30', '2026-07-13T22:30:00.000Z'],
  // Around the changes of the clocks.
  ['2026-03-29', '01:30', '2026-03-29T00:30:00.000Z'],
  ['2026-03-29', '03:30', '2026-03-29T01:30:00.000Z'],
  ['2026-10-25', '04:00', '2026-10-25T03:00:00.000Z'],
])('%s %s is %s', (day, hour, instant) => {
  expect(instantAt(day, hour)).toBe(instant)
  expect([dayAt(new Date(instant)), hourAt(new Date(instant))]).toEqual([day, hour])
})

it('the day ends at midnight of the house, not of Greenwich', () => {
  expect(endOfDay(new Date('2026-07-14T23:00:00Z'))).toBe('2026-07-15T21:59:59.999Z')
  expect(endOfDay(new Date('2026-01-14T22:59:00Z'))).toBe('2026-01-14T22:59:59.999Z')
})

it('days follow each other over the end of a month', () => {
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01')
  expect(weekday('2026-03-01')).toBe(0)
})

it('what is no date is refused', () => expect(() => instantAt('09/03/2026')).toThrow(RangeError))
