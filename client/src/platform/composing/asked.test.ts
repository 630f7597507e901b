import { ESCALATION_AT_FIRST, type Schedule } from '@colloque/domain'
import { expect, it } from 'vitest'
import { ladderAfter, TO_EVERYONE, whoIsAsked, type Around, type PlaceMember } from './asked.ts'

const NOW = '2026-03-09T10:00:00.000Z'
const member = (
  accountId: string | null,
  profession: PlaceMember['profession'],
  more: Partial<PlaceMember> = {},
): PlaceMember => ({
  accountId,
  profession,
  name: String(accountId),
  phone: null,
  role: 'member',
  status: 'active',
  ...more,
})
const members = [
  member('me', 'socialWorker'),
  member('helene', 'physician', { role: 'referent' }),
  member('maelle', 'nurse'),
  member('samuel', 'nurse'),
  member('gone', 'pharmacist', { status: 'left' }),
  member('nadia', 'coordinator'),
  member(null, null),
]
const away = (accountId: string, replacedBy: string | null): Schedule => ({
  teamId: 'team',
  accountId,
  hours: [],
  absences: [{ id: 'absence', from: '2026-03-01', to: '2026-03-12', replacedBy }],
})
const around = (schedules: readonly Schedule[] = []): Around => ({
  members,
  schedulesOf: (accountId) => schedules.filter((one) => one.accountId === accountId),
  escalation: ESCALATION_AT_FIRST,
})
const asks = (to: Partial<typeof TO_EVERYONE>, schedules?: readonly Schedule[]) =>
  whoIsAsked({ ...TO_EVERYONE, ...to }, around(schedules), 'me', NOW)
const names = ({ recipients }: ReturnType<typeof asks>) => recipients.map(({ name }) => name)

it('is everybody else who can read, when nobody is named', () => {
  expect(names(asks({}))).toEqual(['helene', 'maelle', 'samuel', 'nadia'])
})

it('is those named and those of the professions named, never the author nor who has left', () => {
  expect(names(asks({ accountIds: ['me', 'helene'], professions: ['nurse'] }))).toEqual([
    'helene',
    'maelle',
    'samuel',
  ])
})

it('is the stand-in of whoever is away, and says for whom', () => {
  const { recipients } = asks({ professions: ['nurse'] }, [away('maelle', 'samuel')])
  expect(recipients).toMatchObject([{ name: 'samuel' }])
  const named = asks({ accountIds: ['maelle'] }, [away('maelle', 'nadia')])
  expect(named.recipients).toMatchObject([
    { name: 'maelle', duty: { state: 'absent', until: '2026-03-12' } },
    { name: 'nadia', insteadOf: 'maelle' },
  ])
})

it('says of a profession that nobody here has it, or who of it is away until when', () => {
  expect(asks({ professions: ['pharmacist'] }).unanswered).toEqual([{ profession: 'pharmacist', away: [] }])
  expect(asks({ professions: ['physician'] }, [away('helene', null)]).unanswered).toEqual([
    { profession: 'physician', away: [{ accountId: 'helene', until: '2026-03-12' }] },
  ])
})

it('tells the steps of the ladder that would ask somebody new', () => {
  const toOne = { accountIds: ['maelle'], professions: [] }
  expect(ladderAfter(toOne, around(), 'me', NOW)).toMatchObject([
    { rung: 'profession', accountIds: ['samuel'] },
    { rung: 'referent', accountIds: ['helene'] },
    { rung: 'coordinator', accountIds: ['nadia'] },
  ])
  // Everybody was asked: the referent and the coordinator are asked again, by name.
  expect(ladderAfter(TO_EVERYONE, around(), 'me', NOW)).toMatchObject([
    { rung: 'referent', accountIds: ['helene'] },
    { rung: 'coordinator', accountIds: ['nadia'] },
  ])
})
