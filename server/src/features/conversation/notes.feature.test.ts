/** A note: in a thread or in one of its own, with what was measured, and with what was said as readings in words. */
import type { Measurement, Message, WordedReading } from '@colloque/domain'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../testing/socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let coordinator: TestPerson
let caseId: string

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  coordinator = await house.person('Nadia Coordinator', 'coordinator')
})
beforeEach(async () => {
  caseId = await house.openCase(doctor, [nurse, coordinator])
})
afterAll(() => house.stop())

const foldOf = (id = caseId) => house.application.changes.fold(`case:${id}`)
const worded = async (id = caseId) =>
  (await foldOf(id)).all<WordedReading>('wordedReading').flatMap(({ after }) => after ?? [])
const mood = { kind: 'mood', words: 'Plus triste depuis dimanche' } as const

describe('a note', () => {
  it('makes readings of what was said, in the change that writes it', async () => {
    const before = (await foldOf()).seq
    const note = await nurse.done('note.record', {
      ...{ caseId, text: 'Visite', readings: [{ kind: 'pain', value: 3 }] },
      observations: [mood, { kind: 'sleep', words: 'Trois réveils' }],
    })
    expect((await foldOf()).seq).toBe(before + 1)
    expect(await worded()).toEqual([
      expect.objectContaining({ ...mood, takenBy: nurse.id, messageId: note.id, taskId: null }),
      expect.objectContaining({ kind: 'sleep', words: 'Trois réveils' }),
    ])
  })

  it('may say how somebody is where one may not measure', async () => {
    await coordinator.done('note.record', { caseId, text: 'Appel', observations: [mood] })
    expect(await worded()).toHaveLength(1)
    const readings = [{ kind: 'pain' as const, value: 3 }]
    expect(
      await coordinator.send('note.record', { caseId, text: 'Appel', readings, observations: [mood] }),
    ).toMatchObject({ ok: false })
    expect(await worded()).toHaveLength(1)
  })

  it('answers in a thread, with its readings; whoever was asked there has taken note', async () => {
    const asked = await doctor.done('message.post', {
      ...{ caseId, text: 'Son INR ?', to: { accountIds: [nurse.id], professions: [] } },
    })
    const note = await nurse.done('note.record', {
      ...{ caseId, threadId: asked.id, text: '2,4 ce matin', readings: [{ kind: 'inr', value: 2.4 }] },
    })
    expect(note).toMatchObject({ kind: 'note', threadId: asked.id })
    const fold = await foldOf()
    expect(fold.get<Message>('message', asked.id)?.after?.acknowledgements).toMatchObject([{ by: nurse.id }])
    expect(fold.get<Measurement>('measurement', note.measurementIds[0] ?? '')?.after).toMatchObject({
      ...{ kind: 'inr', value: 2.4, messageId: note.id },
    })
  })

  it.each([
    ['an answer', async () => (await answer()).id],
    ['a closed thread', async () => closed()],
    ['a thread of another case', async () => elsewhere()],
  ])('in %s is refused, and nothing is measured', async (_where, threadId) => {
    const readings = [{ kind: 'inr' as const, value: 2 }]
    const input = { caseId, threadId: await threadId(), text: 'x', readings }
    expect(await nurse.send('note.record', input)).toMatchObject({ ok: false })
    expect((await foldOf()).all('measurement')).toEqual([])
  })

  it('that is moved takes its words along', async () => {
    const other = await house.openCase(doctor, [nurse])
    const note = await nurse.done('note.record', { caseId, text: 'Appel', observations: [mood] })
    await nurse.done('message.move', { messageId: note.id, toCaseId: other })
    await until(async () => (await worded(other)).length === 1)
    expect(await worded()).toEqual([])
    const [arrived] = await worded(other)
    expect(arrived).toMatchObject({ ...mood, caseId: other })
    expect((await foldOf(other)).get('message', arrived?.messageId ?? '')?.after).toBeTruthy()
  })
})

async function answer() {
  const { id: threadId } = await doctor.done('message.post', { caseId, text: 'Un fil' })
  return doctor.done('message.post', { caseId, threadId, text: 'Une réponse' })
}
async function closed() {
  const { id: threadId } = await doctor.done('message.post', { caseId, text: 'Un fil' })
  await doctor.done('thread.close', { threadId, outcome: 'Vu' })
  return threadId
}
async function elsewhere() {
  const other = await house.openCase(doctor, [nurse])
  return (await doctor.done('message.post', { caseId: other, text: 'Ailleurs' })).id
}
