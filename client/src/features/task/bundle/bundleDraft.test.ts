import { expect, it } from 'vitest'
import { bundleProblem, kindOf, newItem, offsetAs, withoutItem } from './bundleDraft.ts'

const first = { ...newItem([], 'nurse'), title: 'Passer' }
const second = { ...newItem([first], null), title: 'Appeler', after: [first.key] }

it('a delay changes its kind and keeps what both have', () => {
  const morning = { days: 3, part: 'morning', workingDays: true } as const
  expect(offsetAs('time', morning)).toEqual({ days: 3, time: '18:00', workingDays: true })
  expect(offsetAs('hours', morning)).toEqual({ hours: 72 })
  expect(offsetAs('evening', { hours: 48 })).toEqual({ days: 2, part: 'evening', workingDays: false })
  expect(kindOf(offsetAs('none', morning))).toBe('none')
})

it('says what is missing, and which order goes round in a circle', () => {
  expect(bundleProblem('Sortie', 'Au retour', [first, second])).toBe('')
  expect(bundleProblem(' ', 'Au retour', [first])).toBe('name')
  expect(bundleProblem('Sortie', 'Au retour', [{ ...first, title: ' ' }])).toBe('titles')
  expect(bundleProblem('Sortie', 'Au retour', [{ ...first, after: [second.key] }, second])).toBe('cycle')
  expect(withoutItem([first, second], first.key)).toEqual([{ ...second, after: [] }])
})
