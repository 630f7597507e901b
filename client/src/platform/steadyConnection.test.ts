import type { Connection } from '@colloque/sdk'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { steadyConnection } from './steadyConnection.ts'

const there: Connection = { connected: true }
const lost: Connection = { connected: false, since: 1_000 }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function follow(isOnline = true) {
  const shown: Connection[] = []
  return {
    shown,
    tell: steadyConnection(
      (connection) => shown.push(connection),
      () => isOnline,
    ),
  }
}

it('a move to another server is not seen', () => {
  const { shown, tell } = follow()
  tell(there)
  tell(lost)
  vi.advanceTimersByTime(1_500)
  tell(there)
  vi.advanceTimersByTime(60_000)
  expect(shown).toEqual([there, there])
})

it('a connection that stays away is seen, with the moment at which it was lost', () => {
  const { shown, tell } = follow()
  tell(there)
  tell(lost)
  vi.advanceTimersByTime(2_900)
  expect(shown).toEqual([there])
  vi.advanceTimersByTime(200)
  expect(shown).toEqual([there, lost])
})

it('a device without network says so at once, and so does a page that never had a connection', () => {
  const offline = follow(false)
  offline.tell(there)
  offline.tell(lost)
  expect(offline.shown).toEqual([there, lost])
  const never = follow()
  never.tell(lost)
  expect(never.shown).toEqual([lost])
})
