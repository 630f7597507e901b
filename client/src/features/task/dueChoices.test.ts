import { expect, it } from 'vitest'
import { dueChoices } from './dueChoices.ts'

const keys = (instant: string) => dueChoices(new Date(instant)).map(({ key, day }) => [key, day])

it('on a Monday: this evening, tomorrow, Friday', () =>
  expect(keys('2026-03-09T09:00:00Z')).toEqual([
    ['tonight', '2026-03-09'],
    ['tomorrow', '2026-03-10'],
    ['friday', '2026-03-13'],
  ]))

it('on a Thursday and a Friday the Friday is that of next week', () => {
  expect(keys('2026-03-12T09:00:00Z').at(-1)).toEqual(['nextFriday', '2026-03-20'])
  expect(keys('2026-03-13T09:00:00Z').at(-1)).toEqual(['nextFriday', '2026-03-20'])
})

it('in the night this evening is over', () =>
  expect(keys('2026-03-09T19:00:00Z').map(([key]) => key)).toEqual(['tomorrow', 'friday']))
