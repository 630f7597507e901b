import type { Measurement } from '@colloque/domain'
import { expect, it } from 'vitest'
import { seriesOf, spanOf, type Reading } from './series.ts'

const now = new Date('2026-03-31T12:00:00.000Z')
const reading = (id: string, kind: Measurement['kind'], takenAt: string, value: number): Reading => ({
  ...{ id, caseId: 'c', kind, value, value2: null, takenAt },
  ...{ takenBy: 'maelle', messageId: null },
})

it('goes by time whatever the order, and keeps the last one where the period holds none', () => {
  const readings = [
    reading('b', 'weight', '2026-03-20T08:00:00.000Z', 61.4),
    reading('a', 'weight', '2026-03-10T08:00:00.000Z', 60.2),
    reading('old', 'inr', '2025-03-10T08:00:00.000Z', 2.4),
  ]
  const series = seriesOf(readings, spanOf('month', [], now))
  expect(series.map(({ kind, last, readings: held }) => [kind, last.id, held.map(({ id }) => id)])).toEqual([
    ['weight', 'b', ['a', 'b']],
    ['inr', 'old', []],
  ])
})

it('shows the same time on every series: the period, or from the very first reading on', () => {
  expect(new Date(spanOf('month', [], now).from).toISOString()).toBe('2026-02-28T12:00:00.000Z')
  const all = spanOf('all', ['2025-03-10T08:00:00.000Z', '2026-03-20T08:00:00.000Z'], now)
  expect(all.from).toBeLessThan(Date.parse('2025-03-10T08:00:00.000Z'))
  expect(all.to).toBe(now.getTime())
})
