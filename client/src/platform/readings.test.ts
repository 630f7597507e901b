import { expect, it } from 'vitest'
import { formatFor } from './format.ts'
import { readingFigures } from './readings.ts'

const french = formatFor('fr')

it('shows both pressures over one unit', () => {
  expect(readingFigures({ kind: 'bloodPressure', value: 142, value2: 78 }, french)).toBe('142/78\u00A0mmHg')
})

it('keeps as many decimals as are measured, with a comma', () => {
  expect(readingFigures({ kind: 'weight', value: 61, value2: null }, french)).toBe('61,0\u00A0kg')
  expect(readingFigures({ kind: 'inr', value: 2.4 }, french)).toBe('2,4')
})

it('says of what the pain is a part', () => {
  expect(readingFigures({ kind: 'pain', value: 4 }, french)).toBe('4/10')
})
