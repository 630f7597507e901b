import { expect, it } from 'vitest'
import { wordDiff, type Words } from './wordDiff.ts'

const marked = (words: readonly Words[]) =>
  words.map(({ text, changed }) => (changed ? `[${text}]` : text)).join('')

it('marks on each side the words that the other does not have', () => {
  const { before, after } = wordDiff('Peser trois fois par semaine', 'Peser deux fois par semaine')
  expect(marked(before)).toBe('Peser [trois] fois par semaine')
  expect(marked(after)).toBe('Peser [deux] fois par semaine')
})

it('gives back every word of both sides, line breaks included', () => {
  const [was, is] = [
    'Vit seule.\nSa fille passe le dimanche.',
    'Sa fille passe le samedi.\nÀ revoir : mardi ?',
  ]
  const { before, after } = wordDiff(was, is)
  expect(before.map(({ text }) => text).join('')).toBe(was)
  expect(after.map(({ text }) => text).join('')).toBe(is)
})

it('shows both sides whole where they have too little in common', () => {
  const [was, is] = ['un', 'deux'].map((word) =>
    Array.from({ length: 600 }, (_, index) => `${word}${index}`).join(' '),
  ) as [string, string]
  expect(wordDiff(was, is)).toEqual({
    before: [{ text: was, changed: true }],
    after: [{ text: is, changed: true }],
  })
})
