import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

let house: TestHouse
let nurse: TestPerson
let colleague: TestPerson
let doctor: TestPerson
let outsider: TestPerson
let caseId: string

beforeAll(async () => {
  house = await startTestHouse()
  nurse = await house.person('Ada Nurse', 'nurse')
  colleague = await house.person('Ben Nurse', 'nurse')
  doctor = await house.person('Cleo Doctor', 'physician')
  outsider = await house.person('Out Sider', 'nurse')
  caseId = await house.openCase(doctor, [nurse, colleague])
})
afterAll(() => house.stop())

const newTask = (over: object = {}) =>
  doctor.done('task.create', { caseId, title: 'Pansement', forProfession: 'nurse', ...over })

describe('claiming a task', () => {
  it('gives it to one of two who press at once, and tells the other who has it', async () => {
    for (let round = 0; round < 10; round++) {
      const { id } = await newTask()
      const replies = await Promise.all(
        [nurse, colleague].map((person) => person.send('task.claim', { taskId: id })),
      )
      const winners = replies.filter(({ ok }) => ok)
      expect(winners).toHaveLength(1)
      const loser = replies.find(({ ok }) => !ok)
      const winner = replies[0]?.ok ? nurse : colleague
      expect(loser).toMatchObject({
        status: 409,
        error: { code: 'already_claimed', data: { by: winner.id } },
      })
    }
  })

  it('happens once however often it is sent, with the first reply', async () => {
    const { id } = await newTask()
    const commandId = randomUUID()
    const first = await nurse.done('task.claim', { taskId: id, commandId })
    await nurse.done('task.release', { taskId: id, reason: 'Plus le temps' })
    const again = await nurse.done('task.claim', { taskId: id, commandId })
    expect(again).toEqual(first)
    const { body } = await nurse.get(`/cases/${caseId}/tasks?status=open&limit=200`)
    expect(body.items.some((task: { id: string }) => task.id === id)).toBe(true)
  })

  it('stays refused for a copy that comes when the task is free again', async () => {
    const { id } = await newTask()
    const late = { taskId: id, commandId: randomUUID() }
    await nurse.done('task.claim', { taskId: id })
    const refused = await colleague.send('task.claim', late)
    expect(refused).toMatchObject({ error: { code: 'already_claimed', data: { by: nurse.id } } })
    await nurse.done('task.release', { taskId: id, reason: 'Plus le temps' })
    expect(await colleague.send('task.claim', late)).toEqual(refused)
    expect(await colleague.done('task.claim', { taskId: id })).toMatchObject({
      claimed: { by: colleague.id },
    })
  })

  it('that changed nothing changes nothing as a late copy either', async () => {
    const { id } = await newTask()
    const late = { taskId: id, commandId: randomUUID() }
    const first = await nurse.done('task.claim', { taskId: id })
    expect(await nurse.done('task.claim', late)).toEqual(first)
    await nurse.done('task.release', { taskId: id, reason: 'Plus le temps' })
    expect(await nurse.done('task.claim', late)).toEqual(first)
    const { body } = await nurse.get(`/cases/${caseId}/tasks?status=open&limit=200`)
    expect(body.items.some((task: { id: string }) => task.id === id)).toBe(true)
  })

  it('refuses the same command id with another input', async () => {
    const [one, other] = [await newTask(), await newTask()]
    const commandId = randomUUID()
    await nurse.done('task.claim', { taskId: one.id, commandId })
    expect(await nurse.send('task.claim', { taskId: other.id, commandId })).toMatchObject({
      status: 409,
      error: { code: 'command_id_reused' },
    })
  })

  it('is refused to another profession than the task is for', async () => {
    const { id } = await newTask()
    expect(await doctor.send('task.claim', { taskId: id })).toMatchObject({
      status: 400,
      error: { code: 'invalid' },
    })
  })

  it('does not tell an outsider that the task exists', async () => {
    const { id } = await newTask()
    const refused = await outsider.send('task.claim', { taskId: id })
    const unknown = await outsider.send('task.claim', { taskId: randomUUID() })
    expect(refused).toEqual(unknown)
    expect(refused).toMatchObject({ status: 404, error: { code: 'not_found', data: {} } })
  })
})

describe('a task that is held', () => {
  it('is released with a reason, held, resumed and completed with a note', async () => {
    const { id } = await newTask({ dueAt: '2031-01-02T08:00:00.000Z' })
    await nurse.done('task.claim', { taskId: id })
    expect(await nurse.done('task.release', { taskId: id, reason: 'Absente demain' })).toMatchObject({
      status: 'open',
      claimed: null,
      reason: 'Absente demain',
    })
    await colleague.done('task.claim', { taskId: id })
    expect(await colleague.done('task.hold', { taskId: id, waitingFor: 'Laboratoire' })).toMatchObject({
      status: 'waiting',
      waitingFor: 'Laboratoire',
    })
    expect(await colleague.done('task.resume', { taskId: id })).toMatchObject({
      status: 'claimed',
      waitingFor: null,
    })
    expect(await colleague.done('task.complete', { taskId: id, note: 'Plaie propre' })).toMatchObject({
      status: 'done',
      note: 'Plaie propre',
      ended: { by: colleague.id },
    })
    expect(await colleague.send('task.release', { taskId: id, reason: 'Trop tard' })).toMatchObject({
      status: 409,
      error: { code: 'conflict' },
    })
  })

  it('is neither released nor completed by another', async () => {
    const { id } = await newTask()
    await nurse.done('task.claim', { taskId: id })
    expect(await colleague.send('task.release', { taskId: id, reason: 'Non' })).toMatchObject({
      error: { code: 'conflict' },
    })
    expect(await colleague.send('task.complete', { taskId: id })).toMatchObject({
      error: { code: 'already_claimed', data: { by: nurse.id } },
    })
    expect(await colleague.send('task.abandon', { taskId: id, reason: 'Non' })).toMatchObject({
      error: { code: 'already_claimed' },
    })
  })

  it('is abandoned with the reason by whoever holds it', async () => {
    const { id } = await newTask()
    await nurse.done('task.claim', { taskId: id })
    expect(await nurse.done('task.abandon', { taskId: id, reason: 'La personne refuse' })).toMatchObject({
      status: 'notDone',
      reason: 'La personne refuse',
    })
  })
})

describe('a task that asks wrongly', () => {
  it.each([
    ['an empty title', { title: '  ' }],
    ['a profession that does not exist', { title: 'x', forProfession: 'wizard' }],
    ['a day without time', { title: 'x', dueAt: '2031-01-02' }],
    ['an unknown field', { title: 'x', createdBy: randomUUID() }],
    ['an operator', { title: { $ne: null } }],
    ['a title of 50 kB', { title: 'x'.repeat(50_000) }],
  ])('is refused for %s, and nothing changes', async (_what, input) => {
    const before = (await doctor.get(`/cases/${caseId}`)).body.seq
    const reply = await doctor.send('task.create', { caseId, ...input } as never)
    expect(reply).toMatchObject({ status: 400, ok: false, error: { code: 'invalid' } })
    expect((await doctor.get(`/cases/${caseId}`)).body.seq).toBe(before)
  })

  it('is refused for somebody outside the circle', async () => {
    const reply = await doctor.send('task.create', { caseId, title: 'x', forAccount: outsider.id })
    expect(reply).toMatchObject({ error: { code: 'invalid', data: { why: 'not_in_circle' } } })
  })
})

it('my tasks are those I hold, those for me by name, and free ones for my profession', async () => {
  const free = await newTask({ title: 'Libre' })
  const mine = await doctor.done('task.create', { caseId, title: 'À moi', forAccount: nurse.id })
  const theirs = await doctor.done('task.create', { caseId, title: 'À elle', forAccount: colleague.id })
  const { body } = await nurse.get('/me/tasks?limit=200')
  const ids = body.items.map((task: { id: string }) => task.id)
  expect(ids).toEqual(expect.arrayContaining([free.id, mine.id]))
  expect(ids).not.toContain(theirs.id)
  expect((await outsider.get('/me/tasks')).body.items).toEqual([])
})
