import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, instantAt } from './calendar.ts'
import {
  isMissed,
  isPausedOn,
  newOccurrence,
  occurrencesOn,
  pauseSeries,
  resumeSeries,
  seriesStateOn,
  TaskSeriesSchema,
  type SeriesPause,
  type TaskSeries,
} from './task-series.ts'
import { TaskSchema } from './task.ts'

const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`
const AT = '2027-03-22T08:00:00.000Z'
const TODAY = '2027-03-22'

const series = (over: Partial<TaskSeries> = {}): TaskSeries =>
  TaskSeriesSchema.parse({
    ...{ caseId: id(1), title: 'Pansement', detail: null, forProfession: 'nurse', forAccount: null },
    ...{ urgency: 'routine', times: [{ part: 'morning' }, { time: '20:00' }], remindBefore: 30 },
    ...{ checklist: [{ id: id(2), text: 'Photo' }], records: [], rule: 'FREQ=DAILY', startsOn: TODAY },
    ...{ from: TODAY, endsOn: null, status: 'active', pauses: [], madeUntil: TODAY, originId: id(3) },
    ...{ changedFrom: null, changedTo: null, createdBy: id(4), createdAt: AT, ended: null, reason: null },
    ...over,
  })
const pause = (from: string, to: string | null): SeriesPause => ({
  from,
  to,
  reason: 'Hospitalisée',
  by: id(4),
  at: AT,
})

describe('an occurrence', () => {
  it('is a task of its day and time, due at the end of its part or at its time on the wall', () => {
    const [morning, evening] = occurrencesOn(series(), ['2027-03-28']).map((one) =>
      TaskSchema.parse(newOccurrence(series(), id(3), one, AT)),
    )
    expect(morning).toMatchObject({
      title: 'Pansement',
      occurrence: '2027-03-28',
      window: { day: '2027-03-28', part: 'morning' },
      // Summer time since that night.
      dueAt: '2027-03-28T10:00:00.000Z',
      remindAt: '2027-03-28T09:30:00.000Z',
      checklist: [{ id: id(2), text: 'Photo', done: null }],
      status: 'open',
    })
    expect(evening).toMatchObject({ window: null, dueAt: '2027-03-28T18:00:00.000Z' })
    const [any, ...none] = occurrencesOn(series({ times: [] }), [TODAY])
    expect(none).toEqual([])
    expect(any && newOccurrence(series({ times: [] }), id(3), any, AT).dueAt).toBe(instantAt(TODAY, '23:59'))
  })

  it('is missed when its day is over and nobody did it; a day later where somebody holds it; never while it waits', () => {
    const night = newOccurrence(series({ times: [{ part: 'night' }] }), id(3), { day: TODAY, index: 0 }, AT)
    const morning = newOccurrence(series(), id(3), { day: TODAY, index: 0 }, AT)
    expect(isMissed(morning, instantAt(TODAY, '23:00'))).toBe(false)
    expect(isMissed(morning, instantAt(addDays(TODAY, 1), '00:00'))).toBe(true)
    // A night ends on the morning after.
    expect(isMissed(night, instantAt(addDays(TODAY, 1), '05:00'))).toBe(false)
    expect(isMissed(night, instantAt(addDays(TODAY, 1), '06:00'))).toBe(true)
    expect(isMissed({ ...morning, status: 'claimed' }, instantAt(addDays(TODAY, 1), '12:00'))).toBe(false)
    expect(isMissed({ ...morning, status: 'claimed' }, instantAt(addDays(TODAY, 2), '00:00'))).toBe(true)
    expect(isMissed({ ...morning, status: 'waiting' }, instantAt(addDays(TODAY, 9), '00:00'))).toBe(false)
    expect(isMissed({ ...morning, occurrence: null }, instantAt(addDays(TODAY, 9), '00:00'))).toBe(false)
  })
})

describe('a pause', () => {
  it('of known length ends by itself, one without an end when somebody says so', () => {
    const known = pauseSeries(series(), pause(TODAY, addDays(TODAY, 2)), TODAY)
    expect([0, 2, 3].map((count) => seriesStateOn(known, addDays(TODAY, count)))).toEqual([
      'paused',
      'paused',
      'active',
    ])
    const unknown = pauseSeries(series(), pause(TODAY, null), TODAY)
    expect(unknown.status).toBe('paused')
    expect(seriesStateOn(unknown, addDays(TODAY, 300))).toBe('paused')
    expect(
      seriesStateOn(resumeSeries(unknown, addDays(TODAY, 9), addDays(TODAY, 9)), addDays(TODAY, 9)),
    ).toBe('active')
  })

  it('is refused backwards, over another, a month too late and after the end', () => {
    const refused = (act: () => unknown, data: object) =>
      expect(act).toThrow(expect.objectContaining({ data: expect.objectContaining(data) as unknown }))
    refused(() => pauseSeries(series(), pause(TODAY, addDays(TODAY, -1)), TODAY), {
      field: 'to',
      why: 'before_from',
    })
    refused(() => pauseSeries(series(), pause(addDays(TODAY, -32), null), TODAY), {
      field: 'from',
      why: 'in_past',
    })
    refused(() => pauseSeries(series({ status: 'ended' }), pause(TODAY, null), TODAY), { status: 'ended' })
    refused(() => pauseSeries(series({ endsOn: addDays(TODAY, -1) }), pause(TODAY, null), TODAY), {
      status: 'ended',
    })
    const resting = pauseSeries(series(), pause(addDays(TODAY, 5), null), TODAY)
    refused(() => pauseSeries(resting, pause(TODAY, addDays(TODAY, 5)), TODAY), { why: 'paused_already' })
    expect(pauseSeries(resting, pause(TODAY, addDays(TODAY, 4)), TODAY).pauses).toHaveLength(2)
    refused(() => resumeSeries(resting, TODAY, TODAY), { why: 'not_paused' })
  })

  it('whatever is paused and resumed: pauses never overlap, and it goes on from the day that was said', () => {
    const days = fc.integer({ min: 0, max: 40 })
    const act = fc.record({ resume: fc.boolean(), from: days, length: fc.option(days) })
    fc.assert(
      fc.property(fc.array(act, { maxLength: 15 }), (acts) => {
        let held = series()
        for (const { resume, from, length } of acts) {
          const day = addDays(TODAY, from)
          const wasPaused = isPausedOn(held, day)
          try {
            held = resume
              ? resumeSeries(held, day, TODAY)
              : pauseSeries(held, pause(day, length === null ? null : addDays(day, length)), TODAY)
            expect(isPausedOn(held, day)).toBe(!resume)
          } catch (error) {
            expect(error).toMatchObject({ code: 'conflict' })
            expect(isPausedOn(held, day)).toBe(wasPaused)
          }
          for (let count = 0; count < 90; count++) {
            const on = addDays(TODAY, count)
            expect(held.pauses.filter((one) => isPausedOn({ pauses: [one] }, on)).length).toBeLessThan(2)
          }
        }
      }),
    )
  })
})
