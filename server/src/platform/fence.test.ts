import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createFence } from './fence.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const CLOSED = { code: 'unavailable' }

it('is closed until it was looked at what is stored elsewhere', async () => {
  const fence = createFence({ waitMs: 100 })
  const begin = fence.witness()
  expect(fence.isOpen).toBe(false)
  const refused = expect(fence.passed()).rejects.toMatchObject(CLOSED)
  await vi.advanceTimersByTimeAsync(100)
  await refused
  begin()()
  expect(fence.isOpen).toBe(true)
  await fence.passed()
})

it('counts from when a look began, not from when it was done', () => {
  const fence = createFence({ leaseMs: 800 })
  const seen = fence.witness()()
  vi.advanceTimersByTime(700)
  seen()
  expect(fence.isOpen).toBe(true)
  vi.advanceTimersByTime(100)
  expect(fence.isOpen).toBe(false)
})

it('a look that took too long opens nothing', () => {
  const fence = createFence({ leaseMs: 800 })
  const seen = fence.witness()()
  vi.advanceTimersByTime(900)
  seen()
  expect(fence.isOpen).toBe(false)
})

it('takes the oldest word of all its witnesses', () => {
  const fence = createFence({ leaseMs: 800 })
  const [log, sessions] = [fence.witness(), fence.witness()]
  log()()
  expect(fence.isOpen).toBe(false)
  vi.advanceTimersByTime(500)
  sessions()()
  expect(fence.isOpen).toBe(true)
  vi.advanceTimersByTime(300)
  expect(fence.isOpen).toBe(false)
  log()()
  expect(fence.isOpen).toBe(true)
})

it('a look that comes in after a later one takes nothing back', () => {
  const fence = createFence({ leaseMs: 800 })
  const begin = fence.witness()
  const late = begin()
  vi.advanceTimersByTime(700)
  begin()()
  late()
  vi.advanceTimersByTime(200)
  expect(fence.isOpen).toBe(true)
})

it('a machine that slept finds it closed, though its own clock stood still', () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const fence = createFence()
  fence.witness()()()
  expect(fence.isOpen).toBe(true)
  vi.setSystemTime(Date.now() + 60_000)
  expect(fence.isOpen).toBe(false)
})

it('what waited goes out in order when it opens, before those who waited for it', async () => {
  const fence = createFence({ leaseMs: 800 })
  const begin = fence.witness()
  const told: string[] = []
  const passing = fence.passed().then(() => told.push('passed'))
  for (const word of ['one', 'two']) fence.whenOpen(() => told.push(word))
  expect(told).toEqual([])
  begin()()
  fence.whenOpen(() => told.push('three'))
  await passing
  expect(told).toEqual(['one', 'two', 'three', 'passed'])
})

it('who waits, and comes to run only after it has closed again, waits on', async () => {
  const fence = createFence({ leaseMs: 800 })
  const begin = fence.witness()
  let isOpenThen: boolean | undefined
  const passing = fence.opened().then(() => (isOpenThen = fence.isOpen))
  begin()()
  // As a process that is stopped before it comes to the next microtask.
  vi.setSystemTime(Date.now() + 5_000)
  await Promise.resolve()
  await Promise.resolve()
  expect(isOpenThen).toBeUndefined()
  begin()()
  await passing
  expect(isOpenThen).toBe(true)
})
