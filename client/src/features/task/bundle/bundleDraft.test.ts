import { expect, it } from 'vitest'
import { bundleProblem, newItem, withoutItem } from './bundleDraft.ts'

const first = { ...newItem([], 'nurse'), title: 'Passer' }
const second = { ...newItem([first], null), title: 'Appeler', after: [first.key] }

it('says what is missing, and which order goes round in a circle', () => {
  expect(bundleProblem('Sortie', 'Au retour', [first, second])).toBe('')
  expect(bundleProblem(' ', 'Au retour', [first])).toBe('name')
  expect(bundleProblem('Sortie', 'Au retour', [{ ...first, title: ' ' }])).toBe('titles')
  expect(bundleProblem('Sortie', 'Au retour', [{ ...first, after: [second.key] }, second])).toBe('cycle')
  expect(withoutItem([first, second], first.key)).toEqual([{ ...second, after: [] }])
})
