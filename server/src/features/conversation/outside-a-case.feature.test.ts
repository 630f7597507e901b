/** Talk outside a case: the team's conversation and direct ones. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'
import { connect, subscribe, until } from '../../testing/socket.ts'

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let colleague: TestPerson
let stranger: TestPerson
let teamId: string

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  colleague = await house.person('Carl Colleague', 'pharmacist')
  const elsewhere = await house.application.teams.create({ name: 'Une autre maison' })
  stranger = await house.person('Stran Ger', 'nurse', { teamId: elsewhere })
  teamId = doctor.teamIds[0] ?? ''
})
afterAll(() => house.stop())

const directOf = async (one: TestPerson, other: TestPerson) => {
  const { id } = await one.done('conversation.open', { accountIds: [other.id] })
  return { stream: `conversation:${id}`, conversationId: id }
}

describe('the team’s conversation', () => {
  it('is there from the start, for everybody in the team, live', async () => {
    const socket = await connect(house.url, nurse.token)
    expect(await subscribe(socket, `conversation:${teamId}`)).toMatchObject({ ok: true })
    await doctor.done('message.post', { conversationId: teamId, text: 'Réunion avancée à 12 h 30' })
    await until(() => socket.changes.some(({ kind }) => kind === 'message.posted'))
    socket.disconnect()
    const { items } = (await nurse.get('/conversations')).body
    expect(items).toMatchObject([{ kind: 'team', teamId, stream: `conversation:${teamId}`, unread: 1 }])
    expect((await nurse.get('/me/queue')).body.items).toContainEqual(
      expect.objectContaining({ kind: 'unread', stream: `conversation:${teamId}`, caseId: null }),
    )
  })

  it('asks a profession of the team', async () => {
    const asked = await doctor.done('message.post', {
      conversationId: teamId,
      text: '@pharmacien ?',
      to: { accountIds: [], professions: ['pharmacist'] },
    })
    expect(asked.asked).toEqual([{ accountId: colleague.id, via: 'profession', insteadOf: null }])
  })

  it('is not there for somebody of another team', async () => {
    expect(await stranger.send('message.post', { conversationId: teamId, text: 'x' })).toMatchObject({
      status: 404,
    })
    expect((await stranger.get(`/streams/conversation:${teamId}/snapshot`)).status).toBe(404)
    const socket = await connect(house.url, stranger.token)
    expect(await subscribe(socket, `conversation:${teamId}`)).toMatchObject({ ok: false })
    socket.disconnect()
  })
})

describe('a direct conversation', () => {
  it('is the same one whoever opens it, and is linked in both people’s own streams', async () => {
    const socket = await connect(house.url, nurse.token)
    await subscribe(socket, `member:${nurse.id}`)
    const { stream } = await directOf(doctor, nurse)
    expect((await directOf(nurse, doctor)).stream).toBe(stream)
    await until(() => socket.changes.some(({ kind }) => kind === 'member.conversationJoined'))
    socket.disconnect()
    expect(
      (await nurse.get('/conversations')).body.items.map((item: { stream: string }) => item.stream),
    ).toContain(stream)
  })

  it('is read by the two alone: not by a colleague, not by another team', async () => {
    const { conversationId, stream } = await directOf(doctor, nurse)
    const { id } = await doctor.done('message.post', { conversationId, text: 'Entre nous' })
    for (const other of [colleague, stranger]) {
      expect((await other.get(`/streams/${stream}/snapshot`)).status).toBe(404)
      expect((await other.get(`/streams/${stream}/changes`)).status).toBe(404)
      expect(await other.send('message.post', { conversationId, text: 'x' })).toMatchObject({ status: 404 })
      expect(await other.send('message.acknowledge', { messageId: id })).toMatchObject({ status: 404 })
      expect(await other.send('message.pin', { messageId: id })).toMatchObject({ status: 404 })
    }
    expect(await nurse.done('message.acknowledge', { messageId: id })).toMatchObject({
      acknowledgements: [{ by: nurse.id }],
    })
  })

  it('holds no task, card or flag: those belong to a case', async () => {
    const { conversationId } = await directOf(doctor, nurse)
    const { id } = await doctor.done('message.post', { conversationId, text: 'x' })
    expect(await doctor.send('message.linkCard', { messageId: id, cardId: randomUUID() })).toMatchObject({
      status: 404,
    })
  })

  it('is opened with colleagues alone, and not with oneself', async () => {
    for (const accountIds of [[stranger.id], [randomUUID()], [doctor.id]])
      expect(await doctor.send('conversation.open', { accountIds })).toMatchObject({ status: 400 })
  })

  it('names one place: a case or a conversation', async () => {
    const caseId = await house.openCase(doctor)
    for (const places of [{}, { caseId, conversationId: teamId }])
      expect(await doctor.send('message.post', { ...places, text: 'x' })).toMatchObject({
        status: 400,
        error: { data: { why: 'one_place' } },
      })
  })
})

describe('duty, absences and stand-ins', () => {
  it('are one’s own to set, or the coordinator’s; and decide whom a message asks', async () => {
    const standIn = await house.person('Sam Standin', 'nurse')
    const coordinator = await house.person('Nadia Coordinator', 'coordinator')
    const caseId = await house.openCase(doctor, [nurse, standIn])
    const today = new Date().toISOString().slice(0, 10)
    const absence = { teamId, accountId: nurse.id, from: today, to: today, replacedBy: standIn.id }
    expect(await doctor.send('schedule.addAbsence', absence)).toMatchObject({
      status: 400,
      error: { data: { why: 'not_yours' } },
    })
    const { absences } = await coordinator.done('schedule.addAbsence', absence)
    const asked = await doctor.done('message.post', {
      caseId,
      text: '@Ada',
      to: { accountIds: [nurse.id], professions: [] },
    })
    expect(asked.asked).toEqual([
      { accountId: nurse.id, via: 'name', insteadOf: null },
      { accountId: standIn.id, via: 'name', insteadOf: nurse.id },
    ])
    expect(await nurse.send('schedule.addAbsence', { teamId, from: today, to: today })).toMatchObject({
      status: 409,
      error: { data: { why: 'absent_already' } },
    })
    await nurse.done('schedule.removeAbsence', { teamId, absenceId: absences[0]?.id ?? '' })
    for (const bad of [
      { from: today, to: '2020-01-01' },
      { from: today, to: today, replacedBy: stranger.id },
      { from: 'demain', to: today },
    ])
      expect(await nurse.send('schedule.addAbsence', { teamId, ...bad })).toMatchObject({ status: 400 })
    expect(
      await nurse.send('schedule.setHours', { teamId, hours: [{ days: [1], from: '19:00', to: '08:00' }] }),
    ).toMatchObject({ status: 400 })
  })
})
