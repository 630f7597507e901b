import { expect, it } from 'vitest'
import { observationsOf } from './wordedEntry.ts'
import { enteredIn, inputsOf } from './readingEntry.ts'

it('sends what has words, and nothing of what was opened and left empty', () => {
  expect(observationsOf({ sleep: ' Trois réveils ', mood: '  ', painWords: '' })).toEqual([
    { kind: 'sleep', words: 'Trois réveils' },
  ])
})

it('gives back the readings of what was refused, as they were entered', () => {
  const readings = [
    { kind: 'bloodPressure', value: 142, value2: 78 },
    { kind: 'inr', value: 6.2 },
  ]
  expect(inputsOf(enteredIn(readings))).toEqual(readings)
  expect(enteredIn([{ kind: 'inr', value: 'x' }])).toEqual({})
  expect(enteredIn(undefined)).toEqual({})
})
