import { newMedication, stopMedication, type Medication } from '@colloque/domain'
import { expect, it } from 'vitest'
import { byDay, kindOf, reasonOf } from './treatmentSteps.ts'

const BY = '00000000-0000-4000-8000-000000000001'
const AT = '2026-03-09T08:00:00.000Z'
const line = newMedication({ caseId: BY, name: 'Ramipril 5 mg', addedBy: BY, startedAt: AT })
const step = (seq: number, at: string, before: Medication | null, after: Medication | null) => ({
  ...{ seq, at, by: BY, kind: 'medication.changed', medicationId: BY },
  before,
  after,
})
const stopped = stopMedication(line, BY, AT, 'toux')
const moved: Medication = {
  ...line,
  moments: { morning: '1' },
  changed: { by: BY, at: AT, reason: 'vertiges' },
}
const paused: Medication = {
  ...line,
  status: 'paused',
  paused: { by: BY, at: AT, reason: 'fièvre', until: null },
}

it('names what happened to a line by what it was and became', () => {
  expect(kindOf({ before: null, after: line })).toBe('added')
  expect(kindOf({ before: line, after: stopped })).toBe('stopped')
  expect(kindOf({ before: line, after: paused })).toBe('paused')
  expect(kindOf({ before: paused, after: line })).toBe('resumed')
  expect(kindOf({ before: line, after: moved })).toBe('dose')
  expect(kindOf({ before: line, after: { ...line, indication: 'tension' } })).toBe('other')
  expect(kindOf({ before: line, after: null })).toBe('gone')
})

it('says the reason of the step, and none of a new line', () => {
  expect(reasonOf({ before: line, after: stopped })).toBe('toux')
  expect(reasonOf({ before: line, after: paused })).toBe('fièvre')
  expect(reasonOf({ before: line, after: moved })).toBe('vertiges')
  expect(reasonOf({ before: null, after: line })).toBeNull()
})

it('puts the steps under the days of the house, the newest first', () => {
  const days = byDay([
    step(1, '2026-03-08T21:00:00.000Z', null, line),
    step(2, '2026-03-08T23:30:00.000Z', line, moved),
    step(3, '2026-03-09T08:00:00.000Z', moved, stopped),
  ])
  expect(days.map(({ day, steps }) => [day, steps.map(({ seq }) => seq)])).toEqual([
    ['2026-03-09', [3, 2]],
    ['2026-03-08', [1]],
  ])
})
