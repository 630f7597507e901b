import { DomainError } from '@colloque/domain'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { countdown, useRetryPause, waitOf } from './retryPause.ts'

afterEach(() => void vi.useRealTimers())

it.each([
  [0, '0:00'],
  [42, '0:42'],
  [60, '1:00'],
  [725, '12:05'],
])('%i seconds read %s', (seconds, text) => {
  expect(countdown(seconds)).toBe(text)
})

describe('the wait', () => {
  it('is what the server says, rounded up, and half a minute where it says nothing', () => {
    expect(waitOf(new DomainError('rate_limited', { retryAfter: 12.2 }))).toBe(13)
    expect(waitOf(new DomainError('rate_limited'))).toBe(30)
    expect(waitOf(new DomainError('unauthenticated', { retryAfter: 12 }))).toBeUndefined()
    expect(waitOf(new TypeError('no'))).toBeUndefined()
  })

  it('is counted down to nothing', () => {
    vi.useFakeTimers()
    const scope = effectScope()
    const pause = scope.run(useRetryPause)
    pause?.after(new DomainError('rate_limited', { retryAfter: 2 }))
    expect(pause?.secondsLeft.value).toBe(2)
    vi.advanceTimersByTime(1_000)
    expect(pause?.secondsLeft.value).toBe(1)
    vi.advanceTimersByTime(1_500)
    expect(pause?.secondsLeft.value).toBe(0)
    scope.stop()
    expect(vi.getTimerCount()).toBe(0)
  })
})
