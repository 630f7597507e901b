import { expect, it } from 'vitest'
import { excerpt, highlighted } from './highlight.ts'

const hits = (text: string, ...words: string[]) =>
  highlighted(text, words).flatMap((part) => (part.hit ? [part.text] : []))

it('marks the beginnings of words, whatever the accents', () => {
  expect(hits('L’infirmière a prévenu André', 'infirmie', 'andre')).toEqual(['infirmiè', 'André'])
  expect(hits('Œdème des chevilles', 'oed')).toEqual(['Œd'])
})

it('keeps an accent written apart with its letter', () => {
  expect(hits('Andre\u0301', 'andre')).toEqual(['Andre\u0301'])
})

it('marks nothing inside a word', () => {
  expect(hits('Le Bihan', 'ihan')).toEqual([])
})

it('loses no character', () => {
  const text = 'Poids 72,3 kg ; « avec ce que j’ai trouvé »'
  expect(
    highlighted(text, ['poids', 'trouve'])
      .map((part) => part.text)
      .join(''),
  ).toBe(text)
})

it('shows the passage around the first match', () => {
  const text = `${'avant '.repeat(60)}warfarine ${'apres '.repeat(60)}`
  const passage = excerpt(text, ['warf'], 100)
  expect(passage).toContain('warfarine')
  expect(passage.length).toBeLessThanOrEqual(106)
  expect(passage).toMatch(/^… avant .* …$/)
})

it('shows a short text whole', () => {
  expect(excerpt('Poids\n72 kg', ['kg'], 100)).toBe('Poids 72 kg')
})
