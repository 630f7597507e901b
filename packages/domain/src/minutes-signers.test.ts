import { expect, it } from 'vitest'
import { newCircleMember } from './care-circle.ts'
import { minutesSigners } from './minutes-signers.ts'

const AT = '2026-03-09T10:00:00.000Z'
const member = (accountId: string, over: object = {}) =>
  newCircleMember({
    ...{ caseId: 'c', accountId, name: accountId, profession: 'nurse', addedBy: 'x', addedAt: AT },
    ...over,
  })
const there = (accountId: string | null) => ({ accountId, name: 'x', profession: null, relation: null })
const discussed = {
  ...{ chairId: 'chair', discussed: { by: 'writer', at: AT } },
  participants: [there('nurse'), there('elsewhere'), there(null)],
}

it('the chair signs', () =>
  expect(minutesSigners(discussed, [member('chair'), member('nurse')])).toEqual(['chair']))

it('where the chair is not in the circle, or there for an emergency alone, those of it who were at the table do', () => {
  expect(minutesSigners(discussed, [member('nurse'), member('writer')])).toEqual(['nurse'])
  expect(minutesSigners(discussed, [member('nurse'), member('chair', { basis: 'emergency' })])).toEqual([
    'nurse',
  ])
  expect(minutesSigners(discussed, [member('chair', { status: 'left' })])).toEqual(['writer'])
})

it('what has not been talked over is signed by nobody', () =>
  expect(minutesSigners({ ...discussed, discussed: null }, [member('chair')])).toEqual([]))
