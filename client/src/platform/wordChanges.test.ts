import fc from 'fast-check'
import { expect, it } from 'vitest'
import { wordChanges, wordSides, type Words } from './wordChanges.ts'

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

const marked = (side: readonly Words[]) =>
  side.map(({ text, changed }) => (changed ? `[${text}]` : text)).join('')

it('marks on each side the words that the other does not have', () => {
  const { before, after } = wordSides('Peser trois fois par semaine', 'Peser deux fois par semaine')
  expect(marked(before)).toBe('Peser [trois] fois par semaine')
  expect(marked(after)).toBe('Peser [deux] fois par semaine')
})

it('gives back every word of both sides, line breaks included', () => {
  const [was, is] = [
    'Vit seule.\nSa fille passe le dimanche.',
    'Sa fille passe le samedi.\nÀ revoir : mardi ?',
  ]
  const { before, after } = wordSides(was, is)
  expect(before.map(({ text }) => text).join('')).toBe(was)
  expect(after.map(({ text }) => text).join('')).toBe(is)
})

it('shows both sides whole where they have too little in common', () => {
  const [was, is] = ['un', 'deux'].map((word) =>
    Array.from({ length: 600 }, (_, index) => `${word}${index}`).join(' '),
  ) as [string, string]
  expect(wordSides(was, is)).toEqual({
    before: [{ text: was, changed: true }],
    after: [{ text: is, changed: true }],
  })
})
