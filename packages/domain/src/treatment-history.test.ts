import { expect, it } from 'vitest'
import { changeMedication, newMedication, stopMedication, type Medication } from './medication.ts'
import { treatmentOn, type TreatmentStep } from './treatment-history.ts'

const ID = '00000000-0000-4000-8000-000000000001'
const line = newMedication({ caseId: ID, name: 'Ramipril', posology: '1', addedBy: ID, startedAt: '' })
const more = changeMedication(line, ID, '', { posology: '2' }, 'TA')
const step = (
  seq: number,
  at: string,
  before: Medication | null,
  after: Medication | null,
  medicationId = 'a',
) => ({ seq, at, by: ID, kind: 'x', medicationId, before, after }) satisfies TreatmentStep
const history = [
  step(9, '2026-03-10T23:30:00.000Z', more, stopMedication(more, ID, '', 'Toux')),
  step(2, '2026-03-01T10:00:00.000Z', null, line),
  step(5, '2026-03-09T23:30:00.000Z', line, more),
  step(5, '2026-03-09T23:30:00.000Z', null, line, 'b'),
]
const doses = (day: string, zone?: string) =>
  treatmentOn(history, day, zone).lines.map(({ id, after }) => [id, after.posology, after.status])

it('is the list as it stood at the end of the day by the house’s clocks, in whatever order the history comes', () => {
  expect(doses('2026-02-28')).toEqual([])
  // Half past midnight in Paris is the next day.
  expect(doses('2026-03-09')).toEqual([['a', '1', 'current']])
  expect(doses('2026-03-10')).toEqual([
    ['a', '2', 'current'],
    ['b', '1', 'current'],
  ])
  expect(doses('2026-03-09', 'America/Martinique')).toHaveLength(2)
  expect(doses('2026-03-11')[0]).toEqual(['a', '2', 'stopped'])
})

it('says what has changed since, the oldest first', () => {
  expect(treatmentOn(history, '2026-03-01').since.map(({ seq }) => seq)).toEqual([5, 5, 9])
  expect(treatmentOn(history, '2026-03-11').since).toEqual([])
})

it('forgets what was redacted', () => {
  expect(
    treatmentOn([...history, step(12, '2026-03-12T10:00:00.000Z', null, null, 'b')], '2026-03-12').lines,
  ).toMatchObject([{ id: 'a' }])
})
