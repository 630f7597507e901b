/** A task goes from hand to hand, waits for people outside, and its history says so. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

let house: TestHouse
let nurse: TestPerson
let colleague: TestPerson
let doctor: TestPerson
let assistant: TestPerson
let outsider: TestPerson
let caseId: string

beforeAll(async () => {
  house = await startTestHouse()
  nurse = await house.person('Ada Nurse', 'nurse')
  colleague = await house.person('Ben Nurse', 'nurse')
  doctor = await house.person('Cleo Doctor', 'physician')
  assistant = await house.person('Max Assistant', 'medicalAssistant')
  outsider = await house.person('Out Sider', 'nurse')
  caseId = await house.openCase(doctor, [nurse, colleague, assistant])
})
afterAll(() => house.stop())

/** A task for nurses that a nurse holds. */
async function held(over: object = {}): Promise<string> {
  const input = { caseId, title: 'Pansement', forProfession: 'nurse' as const, ...over }
  const { id } = await doctor.done('task.create', input)
  await nurse.done('task.claim', { taskId: id })
  return id
}
const waitsFor = async (person: TestPerson, entityId: string) =>
  (await person.get('/me/queue')).body.items
    .filter((item: { entityId: string }) => item.entityId === entityId)
    .map(({ kind, band, by }: { kind: string; band: string; by: string }) => ({ kind, band, by }))
const isMine = async (person: TestPerson, taskId: string) =>
  (await person.get('/me/tasks?limit=200')).body.items.some(({ id }: { id: string }) => id === taskId)

describe('a hand-over', () => {
  it('waits for its receiver, stays its holder’s meanwhile, and is the receiver’s once accepted', async () => {
    const taskId = await held()
    await nurse.done('task.offer', { taskId, toAccount: colleague.id, note: 'Clé chez la voisine' })
    expect(await waitsFor(colleague, taskId)).toEqual([{ kind: 'handover', band: 'today', by: nurse.id }])
    expect(await waitsFor(nurse, taskId)).toMatchObject([{ kind: 'task' }])
    expect(await isMine(colleague, taskId)).toBe(true)
    expect(await colleague.send('task.complete', { taskId })).toMatchObject({
      error: { code: 'already_claimed', data: { by: nurse.id } },
    })
    expect(await colleague.done('task.accept', { taskId })).toMatchObject({
      claimed: { by: colleague.id },
      handover: null,
    })
    expect(await waitsFor(nurse, taskId)).toEqual([])
    expect(await nurse.send('task.release', { taskId, reason: 'x' })).toMatchObject({
      error: { code: 'conflict' },
    })
  })

  it('is accepted by one of two nodes while its holder takes it back on the other: one wins', async () => {
    const second = await house.secondNode()
    const decline = (taskId: string) =>
      fetch(`${second.url}/api/v1/commands/task.decline`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${nurse.token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ commandId: randomUUID(), taskId, reason: 'Finalement je passe' }),
      }).then(async (answer) => (await answer.json()) as { ok: boolean })
    for (let round = 0; round < 5; round++) {
      const taskId = await held()
      await nurse.done('task.offer', { taskId, toAccount: colleague.id })
      const [accepted, declined] = await Promise.all([
        colleague.send('task.accept', { taskId }),
        decline(taskId),
      ])
      expect([accepted.ok, declined.ok].filter(Boolean)).toHaveLength(1)
      const { body } = await doctor.get(`/cases/${caseId}/tasks?limit=200`)
      const task = body.items.find(({ id }: { id: string }) => id === taskId)
      expect(task).toMatchObject({ handover: null, claimed: { by: accepted.ok ? colleague.id : nurse.id } })
    }
  })

  it('is declined with a reason', async () => {
    const taskId = await held()
    await nurse.done('task.offer', { taskId, toAccount: colleague.id })
    expect(await colleague.done('task.decline', { taskId, reason: 'En congé' })).toMatchObject({
      claimed: { by: nurse.id },
      handover: null,
      reason: 'En congé',
    })
    expect(await colleague.send('task.accept', { taskId })).toMatchObject({
      error: { code: 'conflict', data: { why: 'not_offered' } },
    })
  })

  it('goes to nobody outside the circle, of another profession, or to oneself', async () => {
    const taskId = await held()
    for (const [person, why] of [
      [outsider, 'not_in_circle'],
      [doctor, 'for_another'],
      [nurse, 'yourself'],
    ] as const) {
      expect(await nurse.send('task.offer', { taskId, toAccount: person.id })).toMatchObject({
        status: 400,
        error: { code: 'invalid', data: { field: 'toAccount', why } },
      })
    }
    expect(await colleague.send('task.offer', { taskId, toAccount: colleague.id })).toMatchObject({
      error: { code: 'conflict' },
    })
  })
})

describe('a delegate', () => {
  it('of another profession does it for its holder', async () => {
    const taskId = await held({ records: [{ kind: 'bloodPressure', required: true }] })
    await nurse.done('task.delegate', { taskId, toAccount: assistant.id })
    expect(await waitsFor(assistant, taskId)).toMatchObject([{ kind: 'task' }])
    const readings = [{ kind: 'bloodPressure' as const, value: 128, value2: 74 }]
    expect(await assistant.done('task.complete', { taskId, readings })).toMatchObject({
      status: 'done',
      claimed: { by: nurse.id },
      ended: { by: assistant.id },
    })
  })

  it('gives it back', async () => {
    const taskId = await held()
    await nurse.done('task.delegate', { taskId, toAccount: assistant.id })
    expect(await assistant.done('task.delegate', { taskId, toAccount: null })).toMatchObject({
      delegate: null,
    })
    expect(await assistant.send('task.complete', { taskId })).toMatchObject({
      error: { code: 'already_claimed' },
    })
  })
})

it('what somebody held who leaves the circle is free for others', async () => {
  const leaving = await house.person('Lea Leaving', 'nurse')
  await doctor.done('circle.add', { caseId, accountId: leaving.id })
  const { id: taskId } = await doctor.done('task.create', { caseId, title: 'Peser', forProfession: 'nurse' })
  await leaving.done('task.claim', { taskId })
  const offered = await held()
  await nurse.done('task.offer', { taskId: offered, toAccount: leaving.id })
  await leaving.done('circle.remove', { caseId, accountId: leaving.id })
  expect(await waitsFor(nurse, taskId)).toMatchObject([{ kind: 'freeTask' }])
  const { body } = await nurse.get(`/cases/${caseId}/tasks?limit=200`)
  expect(body.items.find(({ id }: { id: string }) => id === offered)).toMatchObject({
    handover: null,
    claimed: { by: nurse.id },
  })
  expect(await doctor.send('task.claim', { taskId })).toMatchObject({ error: { code: 'invalid' } })
  expect(await nurse.done('task.claim', { taskId })).toMatchObject({ claimed: { by: nurse.id } })
})

describe('a task that waits for somebody outside', () => {
  it('says who, where to call and what each call gave', async () => {
    const taskId = await held()
    const soon = new Date(Date.now() + 60_000).toISOString()
    const tomorrow = new Date(Date.now() + 30 * 3_600_000).toISOString()
    const outside = { who: 'Mme Perrot, assistante sociale', phone: '01 99 00 00 01', nextCallAt: soon }
    await nurse.done('task.hold', { taskId, waitingFor: 'Services sociaux', ...outside })
    const called = await nurse.done('task.logCall', {
      taskId,
      result: 'messageLeft',
      note: 'Rappelle le matin',
      nextCallAt: tomorrow,
    })
    expect(called).toMatchObject({
      status: 'waiting',
      waitingFor: 'Services sociaux',
      waiting: {
        ...{ ...outside, for: 'Services sociaux', nextCallAt: tomorrow },
        calls: [{ by: nurse.id, result: 'messageLeft', note: 'Rappelle le matin' }],
      },
    })
    expect(await nurse.done('task.logCall', { taskId, result: 'reached' })).toMatchObject({
      waiting: { nextCallAt: null, calls: [{}, { result: 'reached', note: null }] },
    })
    for (const wrong of [{ result: 'maybe' }, { result: 'reached', nextCallAt: '2020-01-01T00:00:00.000Z' }])
      expect(await nurse.send('task.logCall', { taskId, ...wrong } as never)).toMatchObject({
        error: { code: 'invalid' },
      })
    expect(await colleague.send('task.logCall', { taskId, result: 'reached' })).toMatchObject({
      error: { code: 'conflict' },
    })
    await nurse.done('task.resume', { taskId })
    expect(await nurse.send('task.logCall', { taskId, result: 'reached' })).toMatchObject({
      status: 409,
      error: { code: 'conflict' },
    })
  })
})

describe('the history of a task', () => {
  it('says who did what and when, and which fields it changed', async () => {
    const taskId = await held()
    await nurse.done('task.offer', { taskId, toAccount: colleague.id })
    await colleague.done('task.accept', { taskId })
    await colleague.done('task.complete', { taskId, note: 'Plaie propre' })
    const { status, body } = await assistant.get(`/cases/${caseId}/tasks/${taskId}/history`)
    expect(status).toBe(200)
    const said = body.items.map(({ kind, by, changed }: { kind: string; by: string; changed: string[] }) => ({
      ...{ kind, by },
      changed: changed.sort(),
    }))
    expect(said).toMatchObject([
      { kind: 'task.created', by: doctor.id, changed: [] },
      { kind: 'task.claimed', by: nurse.id, changed: expect.arrayContaining(['claimed', 'status']) },
      { kind: 'task.offered', by: nurse.id, changed: expect.arrayContaining(['handover']) },
      { kind: 'task.accepted', by: colleague.id, changed: expect.arrayContaining(['claimed', 'handover']) },
      {
        kind: 'task.completed',
        by: colleague.id,
        changed: expect.arrayContaining(['ended', 'note', 'outcome', 'status']),
      },
    ])
    expect(body.items.at(-1).task).toMatchObject({ status: 'done', note: 'Plaie propre' })
  })

  it('is shown to the circle alone, and under its own case', async () => {
    const taskId = await held()
    const other = await house.openCase(nurse)
    const notFound = { status: 404, body: { ok: false, error: { code: 'not_found' } } }
    expect(await outsider.get(`/cases/${caseId}/tasks/${taskId}/history`)).toMatchObject(notFound)
    expect(await nurse.get(`/cases/${other}/tasks/${taskId}/history`)).toMatchObject(notFound)
    expect(await nurse.get(`/cases/${caseId}/tasks/${randomUUID()}/history`)).toMatchObject(notFound)
  })
})
