import { newMeeting } from '@colloque/domain'
import { describe, expect, it } from 'vitest'
import { draftAfter, draftOf, draftProblems, planOf } from './meetingDraft.ts'

const NOW = new Date('2026-03-10T12:00:00.000Z')
const last = newMeeting({
  ...{ teamId: 't', title: 'Concertation du jeudi', startsAt: '2026-02-26T12:00:00.000Z', minutes: 45 },
  ...{ place: 'Salle haute', link: null, chairId: 'doctor', called: { by: 'doctor', at: '2026-02-01' } },
  invited: [
    { accountId: 'nurse', name: 'Ada', profession: 'nurse', relation: null },
    { accountId: 'gone', name: 'Luc', profession: 'nurse', relation: null },
    { accountId: null, name: 'Mme Roux', profession: 'homeHelp', relation: null },
  ],
})
const at = { now: NOW, me: 'me', title: 'Concertation', memberIds: ['me', 'nurse', 'doctor'] }
const nameOf = (id: string) => ({ name: id, profession: 'nurse' as const })

describe('a first draft', () => {
  it('invites everybody where there was no meeting yet', () =>
    expect(draftAfter(undefined, at)).toMatchObject({ day: '', invitedIds: at.memberIds, chairId: 'me' }))

  it('is as the last one was, on the next such weekday, without those who left', () =>
    expect(draftAfter(last, at)).toMatchObject({
      ...{ title: 'Concertation du jeudi', day: '2026-03-12', hour: '13:00', minutes: 45 },
      ...{ place: 'Salle haute', invitedIds: ['nurse'], chairId: 'doctor' },
      outsiders: [{ name: 'Mme Roux', profession: 'homeHelp' }],
    }))

  it('keeps its hour over a change of the clocks', () =>
    expect(draftAfter(last, { ...at, now: new Date('2026-03-28T12:00:00.000Z') })).toMatchObject({
      ...{ day: '2026-04-02', hour: '13:00' },
    }))
})

it.each([
  [{ title: ' ' }, { title: 'missing' }],
  [{ day: '' }, { day: 'missing' }],
  [{ day: '2026-03-10', hour: '12:59' }, { day: 'in_the_past' }],
  [{ minutes: 4 }, { minutes: 'minutes' }],
  [{ minutes: Number.NaN }, { minutes: 'minutes' }],
  [{ link: 'http://x.example' }, { link: 'not_https' }],
  [{ link: 'salle 2' }, { link: 'not_https' }],
] as const)('%j is not sent, and says why', (over, problems) => {
  const draft = { ...draftAfter(last, at), ...over }
  expect(draftProblems(draft, NOW)).toEqual(problems)
  expect(planOf(draft, NOW, nameOf)).toBeUndefined()
})

it('says to the server what the meeting said, names of the team as the team has them', () => {
  const draft = { ...draftOf(last), day: '2026-07-02', link: ' https://visio.example/x ' }
  expect(planOf(draft, NOW, nameOf)).toEqual({
    ...{ title: 'Concertation du jeudi', startsAt: '2026-07-02T11:00:00.000Z', minutes: 45 },
    ...{ place: 'Salle haute', link: 'https://visio.example/x', chairId: 'doctor' },
    invited: [
      { accountId: 'nurse', name: 'nurse', profession: 'nurse', relation: null },
      { accountId: 'gone', name: 'gone', profession: 'nurse', relation: null },
      { accountId: null, name: 'Mme Roux', profession: 'homeHelp', relation: null },
    ],
  })
})
