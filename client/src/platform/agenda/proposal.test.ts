import { expect, it } from 'vitest'
import { isWhole, newProposal, proposalOf } from './proposal.ts'

const asked = { ...newProposal('m1'), question: ' Rester chez elle ? ' }

it('a question is enough: for the meeting that is meant, with the usual minutes', () => {
  expect(isWhole(newProposal('m1'))).toBe(false)
  expect(isWhole(asked)).toBe(true)
  expect(proposalOf(asked)).toEqual({ question: 'Rester chez elle ?', minutes: 7, meetingId: 'm1' })
})

it('without a meeting it waits for one', () =>
  expect(proposalOf({ ...newProposal(), question: 'x' })).toEqual({ question: 'x', minutes: 7 }))

it('somebody outside who asks it is named, by profession where they have one', () => {
  const other = { ...asked, isForOther: true }
  expect(isWhole(other)).toBe(false)
  expect(proposalOf({ ...other, otherName: ' Mme Roux ' }).askedBy).toEqual({
    ...{ accountId: null, name: 'Mme Roux', profession: null, relation: null },
  })
  expect(proposalOf({ ...other, otherName: 'Mme Roux', otherProfession: 'homeHelp' }).askedBy).toMatchObject({
    profession: 'homeHelp',
  })
})

it.each([0, 121, 7.5, Number.NaN])('%j minutes are none', (minutes) =>
  expect(isWhole({ ...asked, minutes })).toBe(false),
)
