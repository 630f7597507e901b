import type { Draft } from '@colloque/contract'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createDrafts } from './drafts.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const draft = (text: string, at: number): Draft => ({
  stream: 'case:1',
  threadId: null,
  text,
  body: null,
  at,
})

function connection() {
  const told: Draft[] = []
  const state = { connected: true }
  const drafts = createDrafts((one) => state.connected && told.push(one) > 0)
  const arrived: string[] = []
  drafts.onDraft(({ text }) => arrived.push(text))
  drafts.onLoaded((all) => arrived.push(...all.map(({ text }) => text)))
  return { told, state, drafts, arrived }
}

it('tells the last words once a second, and at once that they were sent', () => {
  const { told, drafts } = connection()
  drafts.write(draft('a', 1))
  drafts.write(draft('ab', 2))
  expect(told).toEqual([])
  vi.advanceTimersByTime(1_000)
  expect(told).toEqual([draft('ab', 2)])
  drafts.write(draft('', 3))
  expect(told.at(-1)).toEqual(draft('', 3))
})

it('tells after a break what was written in it, and does not bring back older words of the server', () => {
  const { told, state, drafts, arrived } = connection()
  state.connected = false
  drafts.write(draft('', 5))
  expect(told).toEqual([])
  state.connected = true
  drafts.reload([draft('sent long ago', 4)])
  expect(arrived).toEqual([])
  expect(told).toEqual([draft('', 5)])
})

it('hands on what another device has written later', () => {
  const { drafts, arrived } = connection()
  drafts.write(draft('mine', 5))
  drafts.receive(draft('older', 4))
  drafts.receive(draft('newer', 6))
  expect(arrived).toEqual(['newer'])
})
