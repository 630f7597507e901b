import fc from 'fast-check'
import { expect, it } from 'vitest'
import { wordChanges } from './wordChanges.ts'

const words = fc
  .array(fc.constantFrom('pas', 'de', 'fièvre', '38,5', 'ce', 'matin'), { maxLength: 14 })
  .map((list) => list.join(' '))

it('says which words went and which came', () => {
  expect(wordChanges('Poids 71 kg ce matin', 'Poids 72 kg ce soir')).toEqual([
    { kind: 'same', text: 'Poids ' },
    { kind: 'removed', text: '71' },
    { kind: 'added', text: '72' },
    { kind: 'same', text: ' kg ce ' },
    { kind: 'removed', text: 'matin' },
    { kind: 'added', text: 'soir' },
  ])
})

it('holds both versions whole, whatever they are', () => {
  fc.assert(
    fc.property(words, words, (before, after) => {
      const changes = wordChanges(before, after)
      const without = (kind: string) =>
        changes
          .filter((one) => one.kind !== kind)
          .map(({ text }) => text)
          .join('')
      expect(without('removed')).toBe(after)
      expect(without('added')).toBe(before)
    }),
  )
})

it('shows very long texts as replaced rather than making the reader wait', () => {
  const long = (word: string) => Array.from({ length: 3_000 }, (_, n) => `${word}${n}`).join(' ')
  const changes = wordChanges(long('a'), long('b'))
  expect(changes.map(({ kind }) => kind)).toEqual(['removed', 'added'])
})
