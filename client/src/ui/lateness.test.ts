import { expect, it } from 'vitest'
import { lateness } from './lateness.ts'

const now = new Date('2026-03-09T12:00:00Z')

it.each([
  [null, null],
  ['2026-03-09T12:00:00Z', null],
  ['2026-03-10T12:00:00Z', null],
  ['2026-03-09T11:59:00Z', { days: 0, hours: 0 }],
  ['2026-03-09T09:00:00Z', { days: 0, hours: 3 }],
  ['2026-03-08T12:00:00Z', { days: 1, hours: 0 }],
  ['2026-03-06T18:00:00Z', { days: 2, hours: 0 }],
])('due at %s is late by %j', (dueAt, expected) => expect(lateness(dueAt, now)).toEqual(expected))
