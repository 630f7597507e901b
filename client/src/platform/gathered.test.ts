import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { gathered } from './gathered.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('what comes within a frame is handed on once, together', () => {
  const handed = vi.fn()
  const { add } = gathered<string>(handed)
  for (const item of ['a', 'b', 'a']) add(item)
  expect(handed).not.toHaveBeenCalled()
  vi.advanceTimersByTime(100)
  expect(handed.mock.calls).toEqual([[['a', 'b']]])
  add('c')
  vi.advanceTimersByTime(100)
  expect(handed).toHaveBeenLastCalledWith(['c'])
  expect(handed).toHaveBeenCalledTimes(2)
})

it('a page that draws no frames is told all the same', () => {
  vi.stubGlobal('requestAnimationFrame', () => 1)
  const handed = vi.fn()
  gathered<string>(handed).add('a')
  vi.advanceTimersByTime(100)
  expect(handed).toHaveBeenCalledWith(['a'])
  vi.unstubAllGlobals()
})

it('what is taken back, or comes after the end, is handed to nobody', () => {
  const handed = vi.fn()
  const { add, remove, stop } = gathered<string>(handed)
  add('a')
  remove('a')
  vi.advanceTimersByTime(100)
  add('b')
  stop()
  vi.advanceTimersByTime(100)
  expect(handed).not.toHaveBeenCalled()
})
