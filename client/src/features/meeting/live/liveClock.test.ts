import { expect, it } from 'vitest'
import { beganAt, caseClock, clockOf, isSoon, meetingClock } from './liveClock.ts'

const at = (clock: string) => `2026-03-12T${clock}Z`
const meeting = {
  slots: [
    { itemId: 'a', minutes: 7 },
    { itemId: 'b', minutes: 3 },
  ],
  spent: { a: 120 },
  clock: { itemId: 'a', since: at('12:00:00') },
}

it('a case that was turned to twice adds both up, and the others stand', () => {
  expect(caseClock(meeting, 'a', at('12:02:30'))).toMatchObject({ elapsed: 4, planned: 7, over: null })
  expect(caseClock(meeting, 'b', at('12:02:30'))).toMatchObject({ elapsed: 0, planned: 3, share: 0 })
})

it('goes over its time calmly: none over in the first minute, then whole ones', () => {
  expect(caseClock(meeting, 'a', at('12:04:59')).over).toBeNull()
  expect(caseClock(meeting, 'a', at('12:05:00'))).toMatchObject({ elapsed: 7, over: 0, share: 1 })
  expect(caseClock(meeting, 'a', at('12:07:10'))).toMatchObject({ elapsed: 9, over: 2, share: 1 })
})

it('the clock of a device that lags behind the server shows no time before the beginning', () =>
  expect(caseClock(meeting, 'a', at('11:59:40')).elapsed).toBe(2))

it('a case without time has none left', () => expect(clockOf(0, 0)).toMatchObject({ share: 1, over: 0 }))

it('the meeting counts from whoever sat down first until it is closed', () => {
  const attendance = [
    { accountId: 'late', from: at('12:10:00'), to: null },
    { accountId: 'first', from: at('12:00:00'), to: at('12:20:00') },
  ]
  const open = { attendance, minutes: 30, closed: null }
  expect(beganAt(open)).toBe(at('12:00:00'))
  expect(meetingClock(open, at('12:31:00'))).toMatchObject({ elapsed: 31, over: 1 })
  const closed = { ...open, closed: { by: 'first', at: at('12:25:00') } }
  expect(meetingClock(closed, at('18:00:00'))).toMatchObject({ elapsed: 25, over: null })
  expect(meetingClock({ ...open, attendance: [] }, at('12:31:00')).elapsed).toBe(0)
})

it.each([
  ['in three hours', '2026-03-12T15:00:01Z', false],
  ['in two', '2026-03-12T14:00:00Z', true],
  ['an hour late', '2026-03-12T11:00:00Z', true],
])('a meeting that was to begin %s', (_when, startsAt, soon) =>
  expect(isSoon({ startsAt }, new Date(at('12:00:00')))).toBe(soon),
)
