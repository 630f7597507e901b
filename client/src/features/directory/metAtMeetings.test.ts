import { newMeeting, type Meeting } from '@colloque/domain'
import { expect, it } from 'vitest'
import { buildEntry } from '../../platform/resource/testEntries.ts'
import { entryBegunWith, metAtMeetings } from './metAtMeetings.ts'

const AT = '2026-03-01T08:00:00.000Z'
const outsider = (name: string) => ({
  accountId: null,
  name,
  profession: 'homeHelp' as const,
  relation: null,
})
const meeting = (id: string, startsAt: string, status: Meeting['status'], names: string[]) => ({
  ...{ id, rev: 1 },
  meeting: newMeeting({
    ...{ teamId: 't', title: 'Jeudi', startsAt, minutes: 60, place: null, link: null, chairId: 'me', status },
    called: { by: 'me', at: AT },
    invited: [
      { accountId: 'me', name: 'Nadia', profession: 'coordinator', relation: null },
      ...names.map(outsider),
    ],
  }),
})

it('names those from outside once, the last meeting first, and nobody whom the directory knows', () => {
  const met = metAtMeetings(
    [
      meeting('old', '2026-02-01T12:00:00.000Z', 'closed', ['Mme Roux', 'M. Blin', 'Mme Delorme']),
      meeting('new', '2026-02-20T12:00:00.000Z', 'closed', ['mme roux', 'Dr Vidal']),
      meeting('planned', '2026-04-01T12:00:00.000Z', 'planned', ['Mme Demain']),
    ],
    [
      { id: 'e', rev: 1, entry: buildEntry({ name: 'Dr Vidal' }) },
      { id: 'f', rev: 1, entry: buildEntry({ name: 'Les Amis', access: 'Demander Mme Delorme' }) },
    ],
  )
  expect(met.map(({ name, meeting: { id } }) => [name, id])).toEqual([
    ['mme roux', 'new'],
    ['M. Blin', 'old'],
  ])
})

it('begins an entry with what the meeting said of them', () => {
  expect(entryBegunWith({ name: 'Mme Roux', profession: 'homeHelp' })).toEqual({
    ...{ name: 'Mme Roux', profession: 'homeHelp', kind: 'homeHelp' },
  })
  expect(entryBegunWith({ name: 'M. Blin', profession: null }).kind).toBe('other')
  expect(entryBegunWith({ name: 'Arno', profession: 'podiatrist' }).kind).toBe('specialist')
})
