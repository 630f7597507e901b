import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { beginVisit } from './visits.ts'

beforeEach(() => vi.useFakeTimers({ now: new Date('2026-03-09T08:00:00Z') }))
afterEach(() => {
  vi.useRealTimers()
  localStorage.clear()
})

/** Stays for some minutes. */
function visit(minutes: number, place = 'home', accountId = 'maelle') {
  const scope = effectScope()
  const since = scope.run(() => beginVisit(accountId, place))
  vi.advanceTimersByTime(minutes * 60_000)
  scope.stop()
  return since
}
const goneFor = (minutes: number) => vi.advanceTimersByTime(minutes * 60_000)

it('knows of no visit before the first', () => expect(visit(5)).toBeUndefined())

it('tells when the visit before ended', () => {
  visit(5)
  goneFor(120)
  expect(visit(1)).toBe('2026-03-09T08:05:00.000Z')
})

it('takes a page that is loaded again for the same visit', () => {
  visit(5)
  goneFor(120)
  visit(10)
  goneFor(10)
  expect(visit(1)).toBe('2026-03-09T08:05:00.000Z')
})

it('keeps people and places apart', () => {
  visit(5)
  goneFor(120)
  expect(visit(1, 'a-case')).toBeUndefined()
  expect(visit(1, 'home', 'samuel')).toBeUndefined()
})

it('takes what it cannot read for a first visit', () => {
  localStorage.setItem('colloque.visit.maelle.home', '["yesterday"')
  expect(visit(1)).toBeUndefined()
})
