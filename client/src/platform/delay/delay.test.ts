import { expect, it } from 'vitest'
import { countedAs, delayAs, kindOf } from './delay.ts'

const MORNING = { days: 3, part: 'morning', workingDays: true } as const

it('a delay changes its kind and keeps what both have', () => {
  expect(delayAs('time', MORNING)).toEqual({ days: 3, time: '18:00', workingDays: true })
  expect(delayAs('hours', MORNING)).toEqual({ hours: 72 })
  expect(delayAs('evening', { hours: 48 })).toEqual({ days: 2, part: 'evening', workingDays: false })
  expect(kindOf(delayAs('none', MORNING))).toBe('none')
})

it('days before a start are no hours before it', () =>
  expect(delayAs('hours', { ...MORNING, days: -2 })).toEqual({ hours: 0 }))

it('is counted in whole numbers, within what is taken', () => {
  expect(countedAs(MORNING, 7)).toEqual({ ...MORNING, days: 7 })
  expect(countedAs(MORNING, 4_000)).toEqual({ ...MORNING, days: 400 })
  expect(countedAs({ hours: 4 }, -1)).toEqual({ hours: 0 })
  expect(countedAs({ hours: 4 }, 1.5)).toBeUndefined()
})
