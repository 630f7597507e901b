import { expect, it } from 'vitest'
import { movedBeside, movedBy, plannedTime, withMinutes } from './agendaOrder.ts'

const slots = ['a', 'b', 'c'].map((itemId) => ({ itemId, minutes: 7 }))
const ids = (given: readonly { itemId: string }[] | undefined) => given?.map(({ itemId }) => itemId).join('')

it('a case moves by one place, and not beyond the ends', () => {
  expect(ids(movedBy(slots, 'b', -1))).toBe('bac')
  expect(ids(movedBy(slots, 'b', 1))).toBe('acb')
  expect(movedBy(slots, 'a', -1)).toBeUndefined()
  expect(movedBy(slots, 'c', 1)).toBeUndefined()
  expect(movedBy(slots, 'elsewhere', 1)).toBeUndefined()
})

it('a case is let go above or below another', () => {
  expect(ids(movedBeside(slots, 'c', 'a', 'top'))).toBe('cab')
  expect(ids(movedBeside(slots, 'a', 'b', 'bottom'))).toBe('bac')
  expect(ids(movedBeside(slots, 'a', 'c', 'bottom'))).toBe('bca')
})

it.each([
  ['a', 'a', 'top'],
  ['a', 'b', 'top'],
  ['b', 'a', 'bottom'],
  ['a', 'elsewhere', 'top'],
] as const)('%s let go at %s (%s) stands where it stood', (id, beside, edge) =>
  expect(movedBeside(slots, id, beside, edge)).toBeUndefined(),
)

it('one case is given other minutes', () =>
  expect(withMinutes(slots, 'b', 12).map(({ minutes }) => minutes)).toEqual([7, 12, 7]))

it('the time that is planned stands beside the time there is', () => {
  expect(plannedTime({ slots, minutes: 60 })).toEqual({ cases: 3, planned: 21, there: 60, over: 0 })
  expect(plannedTime({ slots, minutes: 20 })).toMatchObject({ over: 1 })
})
