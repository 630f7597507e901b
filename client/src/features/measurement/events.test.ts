import { newMedication, type Medication } from '@colloque/domain'
import { expect, it } from 'vitest'
import { eventsOf } from './events.ts'

const span = { from: Date.parse('2026-03-01T00:00:00.000Z'), to: Date.parse('2026-03-31T12:00:00.000Z') }
const dayOf = (at: string) => at.slice(0, 10)
const line = (over: Partial<Medication>): Medication => ({
  ...newMedication({
    ...{ caseId: 'c', name: 'Coumadine', addedBy: 'linh', startedAt: '2026-03-02T08:00:00.000Z' },
  }),
  ...over,
})
const done = (at: string) => ({ by: 'helene', at, reason: 'INR bas' })

it('numbers the days on which the treatment changed, each with all that happened on it', () => {
  const events = eventsOf(
    {
      history: undefined,
      medications: [
        line({ changed: done('2026-03-09T08:00:00.000Z') }),
        line({ name: 'Aspirine', stopped: done('2026-03-09T09:00:00.000Z') }),
        line({ name: 'Ancien', startedAt: '2020-01-01T08:00:00.000Z' }),
      ],
      series: [],
    },
    span,
    dayOf,
  )
  expect(events.map(({ number, happenings }) => [number, happenings.map(({ is }) => is)])).toEqual([
    [1, ['started', 'started']],
    [2, ['changed', 'stopped']],
  ])
})

it('tells a stay once, however many repeated tasks it pauses, and one that began before and goes on', () => {
  const pause = { from: '2026-03-10', to: '2026-03-14', reason: 'Hospitalisée', by: 'm', at: '' }
  const since = { ...pause, from: '2026-02-01', to: null, reason: 'Chez sa fille' }
  const gone = { ...pause, from: '2026-01-01', to: '2026-01-04' }
  const events = eventsOf(
    { history: undefined, medications: [], series: [{ pauses: [pause, since] }, { pauses: [pause, gone] }] },
    span,
    dayOf,
  )
  expect(events.flatMap(({ happenings }) => happenings)).toMatchObject([
    { is: 'away', reason: 'Chez sa fille', until: null },
    { is: 'away', reason: 'Hospitalisée' },
  ])
})

it('takes the day on which somebody began to take it, where that is known', () => {
  const [day] = eventsOf(
    { history: undefined, medications: [line({ startOn: '2026-03-05' })], series: [] },
    span,
    dayOf,
  )
  expect(day?.at.slice(0, 10)).toBe('2026-03-05')
})

it('tells each dose of a line where its history is known, and no change that moves no reading', () => {
  const step = (day: string, before: Medication | null, after: Medication) => ({
    ...{ seq: 1, at: `2026-03-${day}T08:00:00.000Z`, by: 'helene', kind: '', medicationId: 'm' },
    ...{ before, after },
  })
  const dosed = (posology: string, day: string) =>
    line({ posology, changed: done(`2026-03-${day}T08:00:00.000Z`) })
  const [four, five, six] = [line({ posology: '4 mg' }), dosed('5 mg', '06'), dosed('6 mg', '12')]
  const happened = {
    history: [
      step('02', null, four),
      step('06', four, five),
      step('08', five, { ...five, indication: 'FA' }),
      step('12', five, six),
    ],
    ...{ medications: [six], series: [] },
  }
  const days = eventsOf(happened, span, dayOf)
  expect(days.map(({ at, happenings }) => [at.slice(8, 10), happenings[0]])).toMatchObject([
    ['02', { is: 'started' }],
    ['06', { is: 'dose', before: { posology: '4 mg' }, after: { posology: '5 mg' }, reason: 'INR bas' }],
    ['12', { is: 'dose', before: { posology: '5 mg' }, after: { posology: '6 mg' } }],
  ])
})
