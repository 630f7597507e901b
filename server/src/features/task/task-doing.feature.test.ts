/** A task is changed, done with what it asks to record, and taken back. */
import { randomUUID } from 'node:crypto'
import type { WordedReading } from '@colloque/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { command, connect } from '../../testing/socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

const HOUR_MS = 3_600_000

let house: TestHouse
const now = Date.now()
let nurse: TestPerson
let doctor: TestPerson
let pharmacist: TestPerson
let caseId: string

beforeAll(async () => {
  house = await startTestHouse()
  nurse = await house.person('Ada Nurse', 'nurse')
  doctor = await house.person('Cleo Doctor', 'physician')
  pharmacist = await house.person('Fay Pharmacist', 'pharmacist')
  caseId = await house.openCase(doctor, [nurse, pharmacist])
})
afterAll(() => house.stop())

const instant = (hours: number) => new Date(now + hours * HOUR_MS).toISOString()
const ask = (over: object = {}) =>
  doctor.done('task.create', { caseId, title: 'Pilulier de la semaine', ...over })
const seqOfCase = async () => (await doctor.get(`/cases/${caseId}`)).body.seq as number
const measurements = async () => (await doctor.get(`/cases/${caseId}/measurements?limit=200`)).body.items

/** Sends what must be refused, and holds that nothing has changed. */
async function refusal(person: TestPerson, name: Parameters<TestPerson['send']>[0], input: object) {
  const before = await seqOfCase()
  const reply = await person.send(name, input as never)
  expect(await seqOfCase()).toBe(before)
  if (reply.ok) throw new Error(`${name} was not refused`)
  return { code: reply.error.code, ...reply.error.data }
}

describe('the weekly pill organiser', () => {
  const records = [
    { kind: 'weight', required: true },
    { kind: 'bloodPressure', required: true },
    { kind: 'mood', required: false },
  ]

  it('is one task, done with its readings, words and ticks in one change', async () => {
    const task = await ask({ records, checklist: ['Matin', 'Soir'], forProfession: 'nurse' })
    const seq = await seqOfCase()
    const done = await nurse.done('task.complete', {
      taskId: task.id,
      note: 'Rien d’oublié cette semaine',
      readings: [
        { kind: 'weight', value: 58.5 },
        { kind: 'bloodPressure', value: 132, value2: 78 },
      ],
      observations: [{ kind: 'mood', words: 'Souriante' }],
      checked: task.checklist.map(({ id }) => id),
      doneAt: instant(-2),
    })
    expect(await seqOfCase()).toBe(seq + 1)
    expect(done).toMatchObject({
      status: 'done',
      outcome: 'done',
      observations: [{ kind: 'mood', words: 'Souriante' }],
      checklist: [{ done: { by: nurse.id } }, { done: { by: nurse.id } }],
    })
    const said = (await house.application.changes.fold(`case:${caseId}`)).all<WordedReading>('wordedReading')
    expect(said.map(({ after }) => after)).toEqual([
      {
        ...{ caseId, kind: 'mood', words: 'Souriante', takenBy: nurse.id, messageId: null, taskId: task.id },
        takenAt: expect.any(String) as string,
      },
    ])
    const taken = (await measurements()).filter(({ id }: { id: string }) => done.measurementIds.includes(id))
    expect(taken).toHaveLength(2)
    expect(taken).toContainEqual(
      expect.objectContaining({ kind: 'bloodPressure', value: 132, value2: 78, takenAt: instant(-2) }),
    )
  })

  it('is not done without what is required, nor with a reading out of range', async () => {
    const { id: taskId } = await ask({ records })
    const before = await measurements()
    const pressure = { kind: 'bloodPressure', value: 132, value2: 78 }
    expect(await refusal(nurse, 'task.complete', { taskId, readings: [pressure] })).toMatchObject({
      code: 'invalid',
      why: 'missing',
      kinds: ['weight'],
    })
    for (const slip of [
      { kind: 'weight', value: 585 },
      { kind: 'bloodPressure', value: 78, value2: 132 },
      { kind: 'inr', value: 25 },
      { kind: 'pulse', value: 62, value2: 1 },
      { kind: 'mood', value: 3 },
    ]) {
      expect(await refusal(nurse, 'task.complete', { taskId, readings: [slip] })).toMatchObject({
        code: 'invalid',
      })
    }
    expect(await measurements()).toEqual(before)
  })

  it('is ticked off step by step by whoever holds it', async () => {
    const task = await ask({ checklist: ['Matin', 'Soir'] })
    const [taskId, itemId] = [task.id, task.checklist[0]?.id ?? '']
    expect(await refusal(nurse, 'task.check', { taskId, itemId, done: true })).toMatchObject({
      code: 'invalid',
    })
    await nurse.done('task.claim', { taskId })
    const ticked = await nurse.done('task.check', { taskId, itemId, done: true })
    expect(ticked.checklist.map(({ done }) => done?.by)).toEqual([nurse.id, undefined])
    expect(await refusal(nurse, 'task.check', { taskId, itemId: randomUUID(), done: true })).toMatchObject({
      why: 'unknown',
    })
    // Other words for it leave the tick; what is new has none.
    const update = await nurse.done('task.update', {
      taskId,
      checklist: [{ id: itemId, text: 'Le matin' }, { text: 'Vérifier les boîtes' }],
    })
    expect(update.checklist).toMatchObject([
      { id: itemId, text: 'Le matin', done: { by: nurse.id } },
      { text: 'Vérifier les boîtes', done: null },
    ])
  })
})

describe('tasks that wait for others', () => {
  it('are taken but not done before them, and never stand in a circle', async () => {
    const bed = await ask({ title: 'Commander le lit' })
    const room = await ask({ title: 'Préparer la chambre', dependsOn: [bed.id] })
    await nurse.done('task.claim', { taskId: room.id })
    expect(await refusal(nurse, 'task.complete', { taskId: room.id })).toEqual({
      code: 'conflict',
      why: 'waits_for',
      taskIds: [bed.id],
    })
    expect(await refusal(doctor, 'task.update', { taskId: bed.id, dependsOn: [room.id] })).toMatchObject({
      code: 'invalid',
      field: 'dependsOn',
      why: 'cycle',
    })
    expect(
      await refusal(doctor, 'task.create', { caseId, title: 'x', dependsOn: [randomUUID()] }),
    ).toMatchObject({ why: 'unknown' })
    await pharmacist.done('task.complete', { taskId: bed.id })
    await nurse.done('task.complete', { taskId: room.id })
  })

  it('of another case are not there', async () => {
    const other = await house.openCase(doctor)
    const elsewhere = await doctor.done('task.create', { caseId: other, title: 'Ailleurs' })
    expect(
      await refusal(doctor, 'task.create', { caseId, title: 'x', dependsOn: [elsewhere.id] }),
    ).toMatchObject({ code: 'invalid', why: 'unknown' })
  })
})

describe('a joint task', () => {
  it('is done when the last of its professions has done its part', async () => {
    const { id: taskId } = await ask({ joint: ['nurse', 'pharmacist'] })
    const half = await nurse.done('task.complete', { taskId, note: 'Pilulier vidé' })
    expect(half).toMatchObject({ status: 'open', ended: null })
    expect(await refusal(nurse, 'task.complete', { taskId })).toMatchObject({ why: 'part_done' })
    expect(await refusal(doctor, 'task.complete', { taskId })).toMatchObject({ why: 'for_another' })
    expect(await pharmacist.done('task.complete', { taskId })).toMatchObject({
      status: 'done',
      joint: [{ done: { by: nurse.id }, note: 'Pilulier vidé' }, { done: { by: pharmacist.id } }],
    })
  })
})

describe('what a task says', () => {
  it('is changed while it is free by anybody, and with the rev that was seen', async () => {
    const task = await ask({ dueAt: instant(24) })
    const taskId = task.id
    const update = await pharmacist.done('task.update', {
      taskId,
      rev: task.rev,
      urgency: 'important',
      window: { day: '2100-03-14', part: 'morning' },
      forProfession: 'nurse',
    })
    expect(update).toMatchObject({
      urgency: 'important',
      // Noon of Paris in winter.
      dueAt: '2100-03-14T11:00:00.000Z',
      window: { day: '2100-03-14', part: 'morning' },
    })
    expect(await refusal(doctor, 'task.update', { taskId, rev: task.rev, title: 'x' })).toMatchObject({
      code: 'conflict',
      entity: { rev: update.rev },
    })
    await nurse.done('task.claim', { taskId })
    expect(await refusal(pharmacist, 'task.update', { taskId, title: 'x' })).toMatchObject({
      code: 'conflict',
    })
    expect(await refusal(nurse, 'task.update', { taskId, forProfession: 'pharmacist' })).toMatchObject({
      code: 'already_claimed',
    })
    expect(await nurse.done('task.update', { taskId, window: null })).toMatchObject({
      dueAt: null,
      window: null,
    })
  })

  it.each([
    ['due more than a day ago', { dueAt: () => instant(-25) }, { field: 'dueAt', why: 'in_the_past' }],
    [
      'due in a morning that is over',
      { window: () => ({ day: instant(-72).slice(0, 10), part: 'morning' }) },
      { field: 'window', why: 'in_the_past' },
    ],
    ['to be reminded of in the past', { remindAt: () => instant(-25) }, { field: 'remindAt' }],
    [
      'due twice over',
      { dueAt: () => instant(1), window: () => ({ day: '2100-03-14', part: 'morning' }) },
      { why: 'one_due' },
    ],
    ['in no part of a day', { window: () => ({ day: '2100-03-14', part: 'brunch' }) }, {}],
    ['for a joint of one', { joint: () => ['nurse'] }, {}],
    ['twice for a profession', { joint: () => ['nurse', 'nurse'] }, { field: 'joint', why: 'twice' }],
    [
      'for several and for one',
      { joint: () => ['nurse', 'pharmacist'], forProfession: () => 'nurse' },
      { why: 'one_addressee' },
    ],
    ['with an unknown reading', { records: () => [{ kind: 'height', required: true }] }, {}],
    [
      'with a reading twice',
      { records: () => [1, 2].map(() => ({ kind: 'inr', required: true })) },
      { field: 'records', why: 'twice' },
    ],
  ])('is refused when it is %s, and nothing changes', async (_what, wrong, expected) => {
    const input = Object.fromEntries(
      Object.entries(wrong as Record<string, () => unknown>).map(([field, make]) => [field, make()]),
    )
    const reply = await refusal(doctor, 'task.create', { caseId, title: 'x', ...input })
    expect(reply).toMatchObject({ code: 'invalid', ...expected })
  })

  it('may come late from a phone that was without network', async () => {
    expect(await ask({ dueAt: instant(-23) })).toMatchObject({ dueAt: instant(-23) })
  })

  it('names a file that is not there', async () => {
    expect(
      await refusal(doctor, 'task.create', { caseId, title: 'x', fileIds: [randomUUID()] }),
    ).toMatchObject({
      code: 'not_found',
      type: 'file',
    })
  })
})

describe('an end', () => {
  it('is taken back over a socket too, by whoever made it, and not by others', async () => {
    const { id: taskId } = await ask({ forProfession: 'nurse' })
    await nurse.done('task.abandon', { taskId, reason: 'Elle refuse', outcome: 'refused' })
    expect(await refusal(pharmacist, 'task.reopen', { taskId })).toMatchObject({
      code: 'invalid',
      why: 'not_yours',
    })
    const socket = await connect(house.url, nurse.token)
    expect(await command(socket, 'task.reopen', { taskId })).toMatchObject({
      ok: true,
      data: { status: 'open', outcome: null, ended: null, reason: null },
    })
    expect(await command(socket, 'task.reopen', { taskId })).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    })
    socket.disconnect()
  })

  it('stands after a day, but for whoever asked', async () => {
    const at = instant(-25)
    const execute = async (person: TestPerson, name: 'task.create' | 'task.complete', input: object) => {
      const actor = { ...person, accountId: person.id, sessionId: '' }
      return (await house.application.execute(name, { commandId: randomUUID(), ...input }, actor, { at }))
        .data
    }
    const { id: taskId } = await execute(doctor, 'task.create', { caseId, title: 'Peser' })
    await execute(nurse, 'task.complete', { taskId })
    expect(await refusal(nurse, 'task.reopen', { taskId })).toMatchObject({
      code: 'conflict',
      why: 'too_late',
    })
    expect(await doctor.done('task.reopen', { taskId })).toMatchObject({
      status: 'claimed',
      claimed: { by: nurse.id },
    })
  })
})
