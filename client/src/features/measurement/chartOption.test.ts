import { DEFAULT_THRESHOLDS } from '@colloque/domain'
import { expect, it } from 'vitest'
import { apart, boundsOf, chartOption, extentOf, type Palette } from './chartOption.ts'
import type { Reading } from './series.ts'

const palette: Palette = {
  ...{ text: '#111', muted: '#555', line: '#999', primary: '#066', ground: '#fff' },
  ...{ urgent: '#b00', today: '#750', notice: '#555' },
}
const reading = (value: number, value2: number | null, takenAt: string): Reading => ({
  ...{ id: takenAt, caseId: 'c', kind: 'bloodPressure', value, value2, takenAt },
  ...{ takenBy: 'm', messageId: null },
})
const readings = [reading(142, 78, '2026-03-09T08:00:00.000Z'), reading(184, 92, '2026-03-10T08:00:00.000Z')]
const drawn = {
  ...({ kind: 'bloodPressure', readings, threshold: DEFAULT_THRESHOLDS.bloodPressure, palette } as const),
  span: { from: Date.parse('2026-03-01T00:00:00.000Z'), to: Date.parse('2026-03-31T00:00:00.000Z') },
  events: [],
  words: {
    day: String,
    number: String,
    told: ({ value }: Reading) => `TA ${value}`,
    level: (level: string) => level,
    names: ['Systolique', 'Diastolique'],
  },
}

it('draws blood pressure as two lines, each with its name', () => {
  const { series } = chartOption(drawn) as { series: { name: string; data: number[][] }[] }
  expect(series.map(({ name, data }) => [name, data.map(([, value]) => value)])).toEqual([
    ['Systolique', [142, 184]],
    ['Diastolique', [78, 92]],
  ])
})

it('has a line at each bound of the rules, and none for a mean or a rise', () => {
  expect(boundsOf(DEFAULT_THRESHOLDS.bloodPressure)).toEqual([
    { value: 180, level: 'urgent' },
    { value: 110, level: 'urgent' },
    { value: 90, level: 'today' },
  ])
  expect(boundsOf(DEFAULT_THRESHOLDS.weight)).toEqual([])
})

it('stretches for a bound that is near, and is not flattened by one that is far', () => {
  const [low, high] = extentOf([2.1, 2.6, 3.2], [4, 1.5, 10], 0)
  expect(low).toBeLessThan(1.5)
  expect(high).toBeGreaterThan(4)
  expect(high).toBeLessThan(10)
})

it('writes no style into the page: the policy of the server would refuse it', () => {
  expect(chartOption(drawn)).toMatchObject({ tooltip: { renderMode: 'richText' } })
})

it('leaves out a number that would lie on the one before it', () => {
  expect([...apart([0, 1, 5, 9, 10], 5)]).toEqual([0, 5, 10])
})
