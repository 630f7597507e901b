import type { TeamMember } from '@colloque/domain'
import { expect, it } from 'vitest'
import { directory } from './directory.ts'

const member = (name: string, profession: TeamMember['profession'], over: Partial<TeamMember> = {}) =>
  ({ accountId: name, name, profession, status: 'active', phone: null, ...over }) as TeamMember
const team = [
  member('Samuel Adjovi', 'nurse'),
  member('Maëlle Le Gallic', 'nurse'),
  member('Hélène Castaing', 'physician'),
  member('Partie Ailleurs', 'nurse', { status: 'left' }),
]
const names = { nurse: 'infirmier·ère', physician: 'médecin' } as Record<string, string>
const found = (sought: string, members: readonly TeamMember[] = team) =>
  directory(members, sought, (profession) => names[profession] ?? '').map(({ members: group }) =>
    group.map(({ name }) => name),
  )

it('groups by profession and orders by name; who has left is not shown', () => {
  expect(found('')).toEqual([['Hélène Castaing'], ['Maëlle Le Gallic', 'Samuel Adjovi']])
})

it('is searched by name or profession, without accents', () => {
  expect(found('helene')).toEqual([['Hélène Castaing']])
  expect(found('INFIRMIER ad')).toEqual([['Samuel Adjovi']])
  expect(found('medecin le')).toEqual([])
})

it('shows somebody of two teams once', () => {
  expect(found('samuel', [...team, member('Samuel Adjovi', 'nurse')])).toEqual([['Samuel Adjovi']])
})
