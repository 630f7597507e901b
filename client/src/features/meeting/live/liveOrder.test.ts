import { expect, it } from 'vitest'
import { beside } from './liveOrder.ts'

const slots = ['a', 'b', 'c'].map((itemId) => ({ itemId, minutes: 5 }))
const over =
  (...ids: string[]) =>
  (id: string) =>
    ids.includes(id)
const none = over()

it('begins with the first case that was not talked over', () => {
  expect(beside(slots, null, 1, none)).toBe('a')
  expect(beside(slots, null, 1, over('a'))).toBe('b')
})

it('goes on to the next one, past those that were talked over', () => {
  expect(beside(slots, 'a', 1, none)).toBe('b')
  expect(beside(slots, 'a', 1, over('b'))).toBe('c')
})

it('after the last one comes what is outside any case, and after that nothing', () => {
  expect(beside(slots, 'c', 1, none)).toBeNull()
  expect(beside(slots, null, 1, over('a', 'b', 'c'))).toBeUndefined()
})

it('goes back to any case, and not before the first', () => {
  expect(beside(slots, 'c', -1, over('b'))).toBe('b')
  expect(beside(slots, null, -1, none)).toBe('c')
  expect(beside(slots, 'a', -1, none)).toBeUndefined()
})
