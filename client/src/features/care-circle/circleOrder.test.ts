import { expect, it } from 'vitest'
import { ordered, type HeldMember } from './circleOrder.ts'

const member = (id: string, over: object) =>
  ({
    type: 'circleMember',
    id,
    after: {
      name: id,
      accountId: id,
      profession: null,
      role: 'member',
      status: 'active',
      leftAt: null,
      ...over,
    },
  }) as unknown as HeldMember
const ids = (members: readonly HeldMember[]) => members.map(({ id }) => id)

it('orders professionals by profession, the referent first, then by name', () => {
  const { professionals, relatives } = ordered([
    member('Zoé', { profession: 'nurse' }),
    member('Élise', { profession: 'nurse' }),
    member('Max', { profession: 'nurse', role: 'referent' }),
    member('Hélène', { profession: 'physician' }),
    member('fille', { accountId: null }),
  ])
  expect(ids(professionals)).toEqual(['Hélène', 'Max', 'Élise', 'Zoé'])
  expect(ids(relatives)).toEqual(['fille'])
})

it('shows who left, the last first, but not who has come back', () => {
  const { left, professionals } = ordered([
    member('old', { accountId: 'a', profession: 'nurse', status: 'left', leftAt: '2026-01-01' }),
    member('new', { accountId: 'a', profession: 'nurse' }),
    member('early', { status: 'left', leftAt: '2026-02-01' }),
    member('late', { status: 'left', leftAt: '2026-03-01' }),
  ])
  expect(ids(left)).toEqual(['late', 'early'])
  expect(ids(professionals)).toEqual(['new'])
})
