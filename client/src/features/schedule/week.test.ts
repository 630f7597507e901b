import type { Schedule } from '@colloque/domain'
import { expect, it } from 'vitest'
import { daysOfWeek, mondayOf, placeOf, weekOf } from './week.ts'

const MONDAY = '2026-03-09'
const schedule = (accountId: string, fields: Partial<Schedule> = {}): Schedule => ({
  teamId: 'team',
  accountId,
  hours: [],
  absences: [],
  ...fields,
})
const away = (from: string, to: string, replacedBy: string | null = null) => ({
  id: `${from} ${to}`,
  ...{ from, to, replacedBy },
})

it.each([
  ['2026-03-09', MONDAY],
  ['2026-03-12', MONDAY],
  ['2026-03-15', MONDAY],
  ['2026-03-16', '2026-03-16'],
])('the week of %s begins on %s', (day, monday) => expect(mondayOf(day)).toBe(monday))

it('a week goes over the end of a month', () =>
  expect(daysOfWeek('2026-03-30')).toEqual([
    ...['2026-03-30', '2026-03-31', '2026-04-01', '2026-04-02'],
    ...['2026-04-03', '2026-04-04', '2026-04-05'],
  ]))

it('shows the hours of each day, in order', () => {
  const hours = [
    { days: [1], from: '14:00', to: '18:00' },
    { days: [1, 2], from: '08:00', to: '12:00' },
  ]
  const [monday, tuesday, wednesday] = weekOf('ada', [schedule('ada', { hours })], MONDAY)
  expect(monday?.hours.map(({ from }) => from)).toEqual(['08:00', '14:00'])
  expect(tuesday?.hours).toEqual([{ from: '08:00', to: '12:00' }])
  expect(wednesday?.hours).toEqual([])
})

it('an absence takes the place of the hours, both its days included, and its stand-in sees it', () => {
  const all = [
    schedule('ada', {
      hours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '12:00' }],
      absences: [away('2026-03-10', '2026-03-11', 'sam')],
    }),
    schedule('sam'),
  ]
  expect(weekOf('ada', all, MONDAY).map(({ absence, hours }) => [Boolean(absence), hours.length])).toEqual([
    ...[
      [false, 1],
      [true, 0],
      [true, 0],
      [false, 1],
    ],
    ...[
      [false, 1],
      [false, 0],
      [false, 0],
    ],
  ])
  expect(weekOf('sam', all, MONDAY).map(({ standsInFor }) => standsInFor.join())).toEqual([
    ...['', 'ada', 'ada', ''],
    ...['', '', ''],
  ])
})

it.each([
  ['06:00', '22:00', 0, 1],
  ['14:00', '18:00', 0.5, 0.25],
  ['00:00', '10:00', 0, 0.25],
  ['23:00', '23:30', 1, 0],
])('%s to %s lies at %d for %d of the drawn day', (from, to, start, length) =>
  expect(placeOf({ from, to })).toEqual({ start, length }),
)
