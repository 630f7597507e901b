import { newMeeting } from '@colloque/domain'
import { expect, it } from 'vitest'
import { calendarFile } from './calendarFile.ts'

it('says when, where and what it is called, and nothing of its cases', () => {
  const meeting = newMeeting({
    ...{ teamId: 't', title: 'Concertation; du jeudi', startsAt: '2026-03-12T12:00:00.000Z', minutes: 45 },
    ...{ place: 'Salle haute', link: 'https://visio.example/x', chairId: 'd' },
    ...{ called: { by: 'd', at: '2026-03-01T08:00:00.000Z' }, slots: [{ itemId: 'item-1', minutes: 7 }] },
    invited: [{ accountId: 'n', name: 'Ada Nurse', profession: 'nurse', relation: null }],
  })
  const lines = calendarFile('m1', meeting, 'https://colloque.example/concertations/m1').split('\r\n')
  for (const line of [
    'UID:m1',
    'DTSTART:20260312T120000Z',
    'DTEND:20260312T124500Z',
    String.raw`SUMMARY:Concertation\; du jeudi`,
    'LOCATION:Salle haute',
  ])
    expect(lines).toContain(line)
  expect(lines.join()).not.toMatch(/item-1|Ada/)
})
