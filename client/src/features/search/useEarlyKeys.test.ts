import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { useEarlyKeys } from './useEarlyKeys.ts'

beforeEach(() => setActivePinia(createPinia()))
afterEach(() => useEarlyKeys().stop())

function type(...keys: string[]) {
  return keys.map((key) => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
    document.body.dispatchEvent(event)
    return event.defaultPrevented
  })
}

it('keeps letters and Enter until the field takes them', () => {
  const keys = useEarlyKeys()
  keys.listen()
  expect(type('t', 'r', 'x', 'Backspace', 'e', 'Enter')).toEqual(Array(6).fill(true))
  expect(keys.take()).toEqual({ typed: 'tre', entered: true })
  expect(keys.take()).toEqual({ typed: '', entered: false })
})

it('leaves other keys, and all keys once the field has them, to the page', () => {
  const keys = useEarlyKeys()
  keys.listen()
  expect(type('Escape', 'Tab')).toEqual([false, false])
  keys.take()
  expect(type('a')).toEqual([false])
})
