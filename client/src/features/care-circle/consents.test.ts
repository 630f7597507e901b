import { newCircleMember, type CircleMember, type ConsentAbout } from '@colloque/domain'
import { expect, it } from 'vitest'
import type { Present } from '../../platform/useWorkspace.ts'
import type { HeldMember } from './circleOrder.ts'
import { leavingByObjection, leavingByWithdrawal } from './consents.ts'

const member = (id: string, over: Partial<CircleMember>) =>
  ({
    id,
    after: newCircleMember({ caseId: 'c', name: id, addedBy: 'b', addedAt: '2026-01-01', ...over }),
  }) as unknown as HeldMember
const agreed = (id: string, about: ConsentAbout) =>
  ({ id, after: { decision: 'agrees', about, withdrawn: null } }) as unknown as Present<'sharingConsent'>

const circle = [
  member('Linh', { accountId: 'linh', profession: 'pharmacist' }),
  member('Ancienne', { accountId: 'ex', profession: 'pharmacist', status: 'left' }),
  member('Voisine', { relation: 'voisine' }),
  member('Kiné', { accountId: 'kine', profession: 'physiotherapist', basis: 'consent' }),
]
const names = (members: readonly HeldMember[]) => members.map(({ id }) => id)

it('an objection puts out whom it names, and nobody when it is to everybody', () => {
  expect(names(leavingByObjection({ kind: 'profession', profession: 'pharmacist' }, circle))).toEqual([
    'Linh',
  ])
  expect(names(leavingByObjection({ kind: 'account', accountId: 'linh' }, circle))).toEqual(['Linh'])
  expect(names(leavingByObjection({ kind: 'member', memberId: 'Voisine' }, circle))).toEqual(['Voisine'])
  expect(leavingByObjection({ kind: 'circle' }, circle)).toEqual([])
})

it('who is there by a consent leaves with it, unless another covers them', () => {
  const byName = agreed('one', { kind: 'account', accountId: 'kine' })
  const byTrade = agreed('two', { kind: 'profession', profession: 'physiotherapist' })
  expect(names(leavingByWithdrawal('one', [byName], circle))).toEqual(['Kiné'])
  expect(leavingByWithdrawal('one', [byName, byTrade], circle)).toEqual([])
})
