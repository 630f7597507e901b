import { expect, it } from 'vitest'
import { inputsOf, problemOf } from './readingEntry.ts'

it('asks for the pressure that is missing', () => {
  expect(problemOf('bloodPressure', { value: 142, value2: null })).toBe('diastolicMissing')
  expect(problemOf('bloodPressure', { value: null, value2: 78 })).toBe('systolicMissing')
})

it('tells a slip of the finger from a high reading', () => {
  expect(problemOf('weight', { value: 614, value2: null })).toBe('range')
  expect(problemOf('weight', { value: 140, value2: null })).toBeUndefined()
  expect(problemOf('bloodPressure', { value: 78, value2: 142 })).toBe('diastolicAbove')
})

it('has nothing to say of what is empty', () => {
  expect(problemOf('pulse', undefined)).toBeUndefined()
  expect(problemOf('pulse', { value: null, value2: null })).toBeUndefined()
})

it('sends what was entered, and two values for blood pressure alone', () => {
  expect(
    inputsOf({
      pulse: { value: 72, value2: null },
      bloodPressure: { value: 142, value2: 78 },
      weight: { value: null, value2: null },
    }),
  ).toEqual([
    { kind: 'bloodPressure', value: 142, value2: 78 },
    { kind: 'pulse', value: 72 },
  ])
})
