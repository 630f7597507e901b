import fc from 'fast-check'
import { expect, test } from 'vitest'
import { editsToBegin } from './edits.ts'

test.each([
  ['ibuprofene', 'ibupr', 0],
  ['ibuprofene', 'iburpo', 1],
  ['ibuprofene', 'ibuporfene', 1],
  ['bisoprolol', 'bisoprelol', 1],
  ['simvastatine', 'simmvasta', 1],
  ['furosemide', 'furosmide', 1],
  ['levothyroxine', 'levotiroxine', 2],
  ['levothyroxine', 'levatiraxine', undefined],
  ['fer', 'amoxicilline', undefined],
])('%s, typed %s: %s', (word, typed, edits) => {
  expect(editsToBegin(word, typed, 2)).toBe(edits)
})

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 4, maxLength: 12 })

test('what begins a word needs no edit, one letter left out one at most', () => {
  fc.assert(
    fc.property(word, fc.nat(), (whole, at) => {
      const typed = whole.slice(0, 3 + (at % (whole.length - 2)))
      const left = at % typed.length
      expect(editsToBegin(whole, typed, 2)).toBe(0)
      expect(editsToBegin(whole, typed.slice(0, left) + typed.slice(left + 1), 2)).toBeLessThanOrEqual(1)
    }),
  )
})
