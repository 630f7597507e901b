import { newMeeting, type Meeting } from '@colloque/domain'
import { expect, it } from 'vitest'
import { pastOf, toComeOf } from './meetingLists.ts'

const NOW = new Date('2026-03-10T12:00:00.000Z')
const held = (id: string, startsAt: string, over: Partial<Meeting> = {}) => ({
  ...{ id, rev: 1 },
  meeting: newMeeting({
    ...{ teamId: 't', title: id, startsAt, minutes: 60, place: null, link: null, invited: [] },
    ...{ chairId: 'c', called: { by: 'c', at: startsAt } },
    ...over,
  }),
})
const ids = (meetings: { id: string }[]) => meetings.map(({ id }) => id)

const meetings = [
  held('april', '2026-04-02T12:00:00.000Z'),
  held('thursday', '2026-03-12T12:00:00.000Z'),
  held('this morning', '2026-03-10T08:00:00.000Z'),
  held('forgotten', '2026-03-02T12:00:00.000Z'),
  held('held', '2026-03-05T12:00:00.000Z', { status: 'closed' }),
  held('cancelled', '2026-03-19T12:00:00.000Z', { status: 'cancelled' }),
]

it('the next meeting comes first, also while nobody has begun it', () =>
  expect(ids(toComeOf(meetings, NOW))).toEqual(['this morning', 'thursday', 'april']))

it('one that is under way stands before all', () => {
  const live = held('live', '2026-03-11T12:00:00.000Z', { status: 'live' })
  expect(ids(toComeOf([...meetings, live], NOW))[0]).toBe('live')
})

it('what was held, cancelled or never begun is past, the last one first', () =>
  expect(ids(pastOf(meetings, NOW))).toEqual(['cancelled', 'held', 'forgotten']))
