import { expect, it } from 'vitest'
import { toldWords } from './toldWords.ts'

it('says what was touched, then what was written', () => {
  expect(toldWords(['Vertiges', 'Nausées'], ' Depuis hier. ')).toBe('Vertiges, Nausées. Depuis hier.')
  expect(toldWords([], 'Depuis hier.')).toBe('Depuis hier.')
  expect(toldWords(['Doute : pris deux fois ?'], 'Ce matin')).toBe('Doute : pris deux fois ? Ce matin')
})

it('names first what the text alone would not say', () => {
  expect(toldWords(['A mal quelque part'], '', 'Une chute')).toBe('Une chute : A mal quelque part')
  expect(toldWords([], '', 'Une chute')).toBe('Une chute')
})
