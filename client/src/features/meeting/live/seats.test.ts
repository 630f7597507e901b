import { newAgendaItem, newCircleMember, THE_PERSON, type CircleMember } from '@colloque/domain'
import { expect, it } from 'vitest'
import { participantsOf, seatsOf } from './seats.ts'

const AT = '2026-03-12T12:00:00.000Z'
const member = (accountId: string | null, over: Partial<CircleMember> = {}) =>
  newCircleMember({
    ...{ caseId: 'c', accountId, name: accountId ?? 'Sa fille', profession: 'nurse' },
    ...{ addedBy: 'ada', addedAt: AT, ...over },
  })
const circle = [
  member('ada', { profession: 'physician' }),
  member('rui', { profession: 'physiotherapist' }),
  member('noor'),
  member('daughter', { view: 'shared', profession: null, relation: 'fille' }),
  member(null, { profession: null, relation: 'voisin' }),
]
const item = newAgendaItem({
  ...{ caseId: 'c', question: 'Rester ?', proposedBy: 'ada', proposedAt: AT },
  spoken: [{ accountId: 'noor', name: 'noor', at: AT }],
  opinions: [
    { id: 'o', by: 'rui', at: AT, name: 'rui', profession: 'physiotherapist', text: 'Pas l’escalier.' },
  ],
})
const names = (seats: readonly { person: { name: string } }[]) => seats.map(({ person }) => person.name)

it('at the table sit those of the circle who are present, each in their place whether they have spoken or not', () => {
  const { there } = seatsOf(item, circle, ['noor', 'ada', 'stranger'])
  expect(there.map(({ person, hasSpoken }) => [person.name, hasSpoken])).toEqual([
    ['ada', false],
    ['noor', true],
  ])
})

it('whoever is away is named, and whether they wrote before', () => {
  const { away } = seatsOf({ ...item, spoken: [] }, circle, ['noor'])
  expect(away.map(({ person, hasWritten }) => [person.name, hasWritten])).toEqual([
    ['ada', false],
    ['rui', true],
  ])
})

it('whoever has spoken and left was there', () =>
  expect(names(seatsOf(item, circle, ['ada']).there)).toEqual(['ada', 'noor']))

it('the person and relatives sit there as guests, and may have spoken; they are no participants', () => {
  const guests = [
    { accountId: null, name: 'LAFARGUE Henri', profession: null, relation: THE_PERSON },
    { accountId: 'daughter', name: 'Claire', profession: null, relation: 'fille' },
  ]
  const spoken = [{ accountId: null, name: 'LAFARGUE Henri', at: AT }]
  const seats = seatsOf({ ...item, guests, spoken }, circle, ['ada'])
  expect(seats.there.map(({ person, hasSpoken }) => [person.name, hasSpoken])).toEqual([
    ['ada', false],
    ['LAFARGUE Henri', true],
    ['Claire', false],
  ])
  expect(participantsOf(seats)).toEqual([
    { accountId: 'ada', name: 'ada', profession: 'physician', relation: null },
  ])
})
