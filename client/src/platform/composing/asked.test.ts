import type { CircleMember } from '@colloque/domain'
import { expect, it } from 'vitest'
import { askedBy, TO_EVERYONE } from './asked.ts'

const member = (accountId: string | null, profession: CircleMember['profession'], status = 'active') =>
  ({ accountId, profession, status, name: String(accountId) }) as CircleMember

const circle = [
  member('me', 'nurse'),
  member('helene', 'physician'),
  member('linh', 'pharmacist'),
  member('gone', 'nurse', 'left'),
  member(null, null),
]
const names = (to: Parameters<typeof askedBy>[1]) => askedBy('me', to, circle).map(({ name }) => name)

it('is everybody else who can read, when nobody is named', () => {
  expect(names(TO_EVERYONE)).toEqual(['helene', 'linh'])
})

it('is those named and those of the professions named', () => {
  expect(names({ accountIds: [], professions: ['pharmacist'] })).toEqual(['linh'])
  expect(names({ accountIds: ['helene'], professions: ['pharmacist'] })).toEqual(['helene', 'linh'])
})

it('is never the author, nor who has left', () => {
  expect(names({ accountIds: [], professions: ['nurse'] })).toEqual([])
})
