import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useSavingStore } from '../saving.ts'
import { HELD_MS, useHeldActs } from './heldActs.ts'

const outside = vi.hoisted(() => ({ signOut: () => undefined as unknown }))
vi.mock('../client.ts', () => ({
  useClient: () => ({ onAccount: (listener: () => unknown) => (outside.signOut = listener) }),
}))

beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
})
afterEach(() => vi.useRealTimers())

const HOUR = 3_600_000

it('is done after a while, and counts as not saved until the server has answered', async () => {
  const held = useHeldActs()
  let answer: (isDone: boolean) => void = () => undefined
  const act = vi.fn(() => new Promise<boolean>((resolve) => (answer = resolve)))
  held.hold('plan', act)
  await vi.advanceTimersByTimeAsync(HELD_MS - 1)
  expect(act).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(act).toHaveBeenCalledOnce()
  expect([held.isHeld('plan'), useSavingStore().pending]).toEqual([true, 1])
  answer(true)
  await vi.advanceTimersByTimeAsync(0)
  expect(useSavingStore().pending).toBe(0)
  await vi.advanceTimersByTimeAsync(HOUR)
  expect([held.isHeld('plan'), held.returned]).toEqual([false, undefined])
})

it('is never done once it was taken back, and waits again', async () => {
  const held = useHeldActs()
  const act = vi.fn(() => Promise.resolve(true))
  held.hold('plan', act)
  held.takeBack('plan')
  await vi.advanceTimersByTimeAsync(HOUR)
  expect(act).not.toHaveBeenCalled()
  expect([held.isHeld('plan'), held.returned, useSavingStore().pending]).toEqual([false, { id: 'plan' }, 0])
})

it('cannot be taken back while the server is told, and waits again where it refuses or fails', async () => {
  const held = useHeldActs()
  for (const act of [() => Promise.resolve(false), () => Promise.reject(new Error('x'))]) {
    held.hold('plan', async () => {
      held.takeBack('plan')
      expect(held.isHeld('plan')).toBe(true)
      return act()
    })
    await vi.advanceTimersByTimeAsync(HELD_MS)
    expect([held.isHeld('plan'), held.returned]).toEqual([false, { id: 'plan' }])
  }
})

it('is held once, asks before the page closes, and is forgotten when somebody signs out', async () => {
  const held = useHeldActs()
  const act = vi.fn(() => Promise.resolve(true))
  held.hold('plan', act)
  held.hold('plan', act)
  const closing = new Event('beforeunload', { cancelable: true })
  window.dispatchEvent(closing)
  expect(closing.defaultPrevented).toBe(true)
  outside.signOut()
  await vi.advanceTimersByTimeAsync(HOUR)
  expect(act).not.toHaveBeenCalled()
  expect(held.isHeld('plan')).toBe(false)
})
