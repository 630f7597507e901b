import { describe, expect, it } from 'vitest'
import {
  addDays,
  addWorkingDays,
  endOfDay,
  instantAt,
  isPublicHoliday,
  isWorkingDay,
  weekdayOf,
} from './calendar.ts'
import { wallClock } from './schedule.ts'

describe('an instant of the house', () => {
  it('follows winter and summer time', () => {
    expect(instantAt('2026-01-15', '10:00')).toBe('2026-01-15T09:00:00.000Z')
    expect(instantAt('2026-07-15', '10:00')).toBe('2026-07-15T08:00:00.000Z')
    expect(instantAt('2026-07-15', '00:30')).toBe('2026-07-14T22:30:00.000Z')
  })

  it('is shown by the clock on the wall as it was asked, on each hour of the days around a change', () => {
    for (const day of ['2026-03-28', '2026-03-30', '2026-10-24', '2026-10-25', '2026-10-26'])
      for (let hour = 0; hour < 24; hour++) {
        const time = `${String(hour).padStart(2, '0')}:15`
        expect(wallClock(instantAt(day, time))).toMatchObject({ day, time })
      }
  })

  it('comes as long after where the clocks jump over it, and the first time where they show it twice', () => {
    expect(wallClock(instantAt('2026-03-29', '02:30')).time).toBe('03:30')
    expect(instantAt('2026-10-25', '02:30')).toBe('2026-10-25T00:30:00.000Z')
  })
})

it('a day of the house ends at its own midnight, over a change of the clocks too', () => {
  expect(['2026-11-22', '2026-07-14', '2026-03-29', '2026-10-25'].map(endOfDay)).toEqual([
    '2026-11-22T22:59:59.999Z',
    '2026-07-14T21:59:59.999Z',
    '2026-03-29T21:59:59.999Z',
    '2026-10-25T22:59:59.999Z',
  ])
})

describe('working days', () => {
  it('leave out weekends and the public holidays of France', () => {
    // As published for 2026 and 2027.
    for (const day of ['2026-04-06', '2026-05-14', '2026-05-25', '2027-03-29', '2027-05-06', '2027-05-17'])
      expect(isPublicHoliday(day), day).toBe(true)
    expect(isPublicHoliday('2026-04-05')).toBe(false)
    expect(isWorkingDay('2026-11-11')).toBe(false)
    expect(isWorkingDay('2026-11-14')).toBe(false)
    expect(isWorkingDay('2026-11-12')).toBe(true)
  })

  it('are counted from one to the next, both ways', () => {
    expect(addWorkingDays('2026-12-24', 1)).toBe('2026-12-28')
    expect(addWorkingDays('2026-12-28', -1)).toBe('2026-12-24')
    expect(addWorkingDays('2026-11-14', 0)).toBe('2026-11-16')
    expect(addWorkingDays('2026-11-10', 0)).toBe('2026-11-10')
  })

  it('are named as ISO does', () => {
    expect(weekdayOf('2026-11-22')).toBe(7)
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29')
  })
})
