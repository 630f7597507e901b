import { expect, it } from 'vitest'
import { decisionOf, missingOf, newDecision } from './decisionDraft.ts'

const draft = {
  ...newDecision(),
  ...{ text: ' Passer matin et soir ', owner: 'account:noor', dueOn: '2026-03-20' },
}

it('a decision without words, or without somebody who carries it out, is none', () => {
  expect(missingOf(newDecision())).toBe('text')
  expect(missingOf({ ...newDecision(), text: 'Appeler' })).toBe('owner')
  expect(missingOf({ ...draft, text: '  ' })).toBe('text')
  expect(missingOf(draft)).toBeUndefined()
})

it('whoever carries it out tells the person by the same day, unless somebody else is chosen', () => {
  expect(decisionOf(draft, false)).toEqual({
    ...{ text: 'Passer matin et soir', owner: { accountId: 'noor' }, dueOn: '2026-03-20' },
    tell: { owner: { accountId: 'noor' }, dueOn: '2026-03-20' },
  })
  expect(decisionOf({ ...draft, teller: 'profession:physician' }, false).tell?.owner).toEqual({
    profession: 'physician',
  })
})

it('where the person is at the table nobody is asked to tell them', () =>
  expect(decisionOf(draft, true)).not.toHaveProperty('tell'))

it('a profession may carry it out with somebody outside, on no day in particular', () => {
  const shared = { ...draft, owner: 'profession:socialWorker', outside: ' la mairie ', dueOn: '' }
  expect(decisionOf(shared, true)).toEqual({
    text: 'Passer matin et soir',
    owner: { profession: 'socialWorker', outside: 'la mairie' },
  })
})
