/** The directory of a house: its team keeps it together, and nobody else reads or writes it. */
import type { DirectoryEntry } from '@colloque/domain'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

let house: TestHouse
let nurse: TestPerson
let social: TestPerson
let teamId = ''

beforeAll(async () => {
  house = await startTestHouse()
  nurse = await house.person('Maelle Nurse', 'nurse')
  social = await house.person('Rui Social', 'socialWorker')
  teamId = nurse.teamIds[0] ?? ''
})
afterAll(() => house.stop())

const ENTRY = {
  kind: 'specialist',
  name: 'Dr Vidal',
  does: 'consultation mémoire',
  phone: '01 99 00 00 10',
  access: 'Lettre du médecin traitant ; six semaines',
} as const

const stateOf = async (id: string) =>
  (await house.application.changes.fold(`team:${teamId}`)).get<DirectoryEntry>('directoryEntry', id)?.after

it('is corrected, checked and noted by whoever is in the team; a note is its author’s to take back', async () => {
  const { id: entryId } = await nurse.done('directory.add', { teamId, ...ENTRY })
  const noted = await social.done('directory.note', { teamId, entryId, text: 'Appeler le mardi matin' })
  expect(noted.notes).toMatchObject([{ name: social.name, text: 'Appeler le mardi matin' }])
  const noteId = noted.notes[0]?.id ?? ''
  expect(await nurse.send('directory.removeNote', { teamId, entryId, noteId })).toMatchObject({
    error: { code: 'invalid', data: { why: 'not_yours' } },
  })
  const changed = await social.done('directory.change', {
    ...{ teamId, entryId, ...ENTRY, phone: '01 99 00 00 11' },
  })
  expect(changed).toMatchObject({ phone: '01 99 00 00 11', checked: { by: social.id } })
  expect(changed.notes).toHaveLength(1)
  expect((await nurse.done('directory.check', { teamId, entryId })).checked.by).toBe(nurse.id)
  await social.done('directory.removeNote', { teamId, entryId, noteId })
  await nurse.done('directory.retire', { teamId, entryId, reason: 'Retraite' })
  expect(await nurse.send('directory.check', { teamId, entryId })).toMatchObject({
    error: { code: 'conflict', data: { why: 'retired' } },
  })
  expect((await stateOf(entryId))?.retired).toMatchObject({ reason: 'Retraite' })
  expect((await social.done('directory.restore', { teamId, entryId })).retired).toBeNull()
  // Twice is once.
  await nurse.done('directory.restore', { teamId, entryId })
  expect(await stateOf(entryId)).toMatchObject({ phone: '01 99 00 00 11', retired: null })
})

it('remembers the meeting where it was learnt, and no meeting that there was not', async () => {
  const unknown = '0190a000-0000-7000-8000-0000000000ff'
  const sent = await nurse.send('directory.add', { teamId, ...ENTRY, meetingId: unknown })
  expect(sent).toMatchObject({ error: { code: 'not_found' } })
  const { id: meetingId } = await nurse.done('meeting.call', {
    ...{ teamId, title: 'Jeudi', startsAt: new Date(Date.now() + 86_400_000).toISOString(), minutes: 60 },
    invited: [{ accountId: null, name: 'Mme Roux', profession: 'homeHelp', relation: null }],
  })
  const added = await nurse.done('directory.add', {
    ...{ teamId, kind: 'homeHelp', name: 'Mme Roux', phone: '01 99 00 00 13', meetingId },
    ...{ hours: 'Lundi au vendredi, 9 h à 12 h', delay: 'Sous une semaine' },
  })
  expect(added).toMatchObject({ meetingId, hours: 'Lundi au vendredi, 9 h à 12 h' })
})

it('holds nobody whom nobody could reach', async () => {
  const before = (await house.application.changes.fold(`team:${teamId}`)).seq
  const sent = await nurse.send('directory.add', { teamId, kind: 'other', name: 'Quelqu’un' })
  expect(sent).toMatchObject({ status: 400, error: { code: 'invalid', data: { why: 'unreachable' } } })
  expect((await house.application.changes.fold(`team:${teamId}`)).seq).toBe(before)
})
