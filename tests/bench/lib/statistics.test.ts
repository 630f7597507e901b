import { expect, it } from 'vitest'
import type { FigureDefinition, MeasureResult, RoundFigures } from './measure.ts'
import { compare, median, quantile } from './statistics.ts'

const result = (
  figure: Partial<FigureDefinition>,
  baseline: RoundFigures[],
  ours: RoundFigures[],
): MeasureResult => ({
  measure: {
    name: 'm',
    title: 'M',
    figures: [{ key: 'p50', name: 'p50', unit: 'ms', better: 'lower', ...figure }],
  },
  contenders: [
    { role: 'baseline', label: 'bare', rounds: baseline },
    { role: 'ours', label: 'ours', rounds: ours },
  ],
})

it('takes a quantile between two ranks, whatever the order', () => {
  expect(quantile([3, 1, 2, 4], 0.5)).toBe(2.5)
  expect(quantile([10, 0], 0.99)).toBeCloseTo(9.9)
  expect(median([5])).toBe(5)
  expect(() => quantile([], 0.5)).toThrow()
})

it('sorts numbers as numbers', () => {
  expect(median([10, 9, 100])).toBe(10)
})

it('compares rounds that were played together, so that a slow spell of the machine cancels out', () => {
  const [comparison] = compare(
    result(
      { target: { ratio: 2 } },
      [{ p50: 1 }, { p50: 10 }, { p50: 1 }],
      [{ p50: 2 }, { p50: 20 }, { p50: 2.2 }],
    ),
  )
  expect(comparison?.ratio).toEqual({ median: 2, least: 2, most: 2.2 })
  expect(comparison?.medians).toEqual([1, 2.2])
  expect(comparison?.verdict).toBe('reached')
})

it('holds what is better higher to a lower limit', () => {
  const higher = { better: 'higher', target: { ratio: 0.85 } } as const
  expect(compare(result(higher, [{ p50: 100 }], [{ p50: 84 }]))[0]?.verdict).toBe('missed')
  expect(compare(result(higher, [{ p50: 100 }], [{ p50: 86 }]))[0]?.verdict).toBe('reached')
})

it('holds a value to its own limit, without a baseline', () => {
  const limit = { better: 'higher', target: { value: 3000 } } as const
  const [comparison] = compare(result(limit, [], [{ p50: 2999 }]))
  expect(comparison).toMatchObject({ medians: [undefined, 2999], verdict: 'missed' })
  expect(comparison?.ratio).toBeUndefined()
})

it('never takes for reached what was not measured', () => {
  expect(compare(result({ target: { ratio: 2 } }, [], [{ p50: 1 }]))[0]?.verdict).toBe('missed')
  expect(compare(result({}, [], []))[0]?.verdict).toBeUndefined()
})
