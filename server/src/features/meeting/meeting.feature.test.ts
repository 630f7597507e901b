/** A meeting from the call to the tasks that it leaves: who sees what of it, what is missing, what is decided and signed. */
import { randomUUID } from 'node:crypto'
import type { AgendaItem, Decision, FiledMinutes, Meeting, Task } from '@colloque/domain'
import { isTaskEnded } from '@colloque/domain'
import * as Y from 'yjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prove } from '../../testing/plans.ts'
import { until } from '../../testing/socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let social: TestPerson
let coordinator: TestPerson
let teamId = ''

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Maelle Nurse', 'nurse')
  social = await house.person('Rui Social', 'socialWorker')
  coordinator = await house.person('Nadia Coordinator', 'coordinator')
  teamId = doctor.teamIds[0] ?? ''
})
afterAll(() => house.stop())

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
const named = ({ id, name, profession }: TestPerson) => ({
  ...{ accountId: id, name, profession, relation: null },
})

const call = (by = doctor, over: object = {}) =>
  by.done('meeting.call', {
    ...{ teamId, title: 'Concertation du jeudi', startsAt: inDays(3), minutes: 60 },
    invited: [doctor, nurse, coordinator].map(named),
    ...over,
  })

const shell = async (id: string) =>
  (await house.application.changes.fold(`team:${teamId}`)).get<Meeting>('meeting', id)?.after
const slotsOf = async (id: string) => (await shell(id))?.slots.map(({ itemId }) => itemId)
const itemOf = async (caseId: string, id: string) =>
  (await house.application.changes.fold(`case:${caseId}`)).get<AgendaItem>('agendaItem', id)?.after
const taskOf = async (caseId: string, id: string) =>
  (await house.application.changes.fold(`case:${caseId}`)).get<Task>('task', id)?.after

describe('the shell of a meeting', () => {
  it('knows its cases by the ids of their items alone, so that others see no more than that there is one', async () => {
    const caseId = await house.openCase(doctor, [nurse])
    const { id: meetingId } = await call()
    const item = await nurse.done('agenda.propose', { caseId, question: 'Canari', meetingId, minutes: 9 })
    await until(async () => (await slotsOf(meetingId))?.length === 1, 'the slot')
    expect((await shell(meetingId))?.slots).toEqual([{ itemId: item.id, minutes: 9 }])
    const team = await house.application.changes.changesSince(`team:${teamId}`, 0, 1_000)
    expect(JSON.stringify(team.changes)).not.toContain('Canari')
    expect(JSON.stringify(team.changes)).not.toContain(caseId)
    expect(await social.send('agenda.giveOpinion', { agendaItemId: item.id, text: 'x' })).toMatchObject({
      ...{ status: 404, error: { code: 'not_found' } },
    })
  })

  it('follows a case that goes to another day, and one that is taken back', async () => {
    const caseId = await house.openCase(doctor)
    const [first, second] = [await call(), await call(doctor, { startsAt: inDays(10) })]
    const item = await doctor.done('agenda.propose', { caseId, question: 'x', meetingId: first.id })
    await until(async () => (await slotsOf(first.id))?.includes(item.id) === true, 'the first slot')
    await doctor.done('agenda.schedule', { agendaItemId: item.id, meetingId: second.id })
    await until(async () => (await slotsOf(second.id))?.includes(item.id) === true, 'the second slot')
    await until(async () => (await slotsOf(first.id))?.length === 0, 'the first one empty')
    await doctor.done('agenda.withdraw', { agendaItemId: item.id })
    await until(async () => (await slotsOf(second.id))?.length === 0, 'the second one empty')
    await doctor.done('agenda.schedule', { agendaItemId: item.id, meetingId: second.id })
    await until(async () => (await slotsOf(second.id))?.includes(item.id) === true, 'the second slot again')
  })

  it('is put in order by whoever is in the team, every case once', async () => {
    const caseId = await house.openCase(doctor)
    const { id: meetingId } = await call()
    const items = []
    for (const question of ['un', 'deux'])
      items.push((await doctor.done('agenda.propose', { caseId, question, meetingId })).id)
    await until(async () => (await slotsOf(meetingId))?.length === 2, 'both slots')
    const slots = [...items].reverse().map((itemId) => ({ itemId, minutes: 5 }))
    expect((await coordinator.done('meeting.order', { teamId, meetingId, slots })).slots).toEqual(slots)
    expect(
      await coordinator.send('meeting.order', { teamId, meetingId, slots: slots.slice(1) }),
    ).toMatchObject({ status: 409, error: { code: 'conflict', data: { why: 'slots_changed' } } })
  })

  it('is called for a day to come, with people of the house, and changed by those who keep it', async () => {
    const past = { teamId, title: 'x', startsAt: inDays(-3), minutes: 30, invited: [] }
    expect(await doctor.send('meeting.call', past)).toMatchObject({ error: { code: 'invalid' } })
    const stranger = { ...named(nurse), accountId: teamId }
    expect(
      await doctor.send('meeting.call', { ...past, startsAt: inDays(1), invited: [stranger] }),
    ).toMatchObject({ error: { code: 'invalid', data: { field: 'invited', why: 'not_in_team' } } })
    const { id: meetingId } = await call()
    expect(await nurse.send('meeting.cancel', { teamId, meetingId, reason: 'x' })).toMatchObject({
      error: { code: 'invalid', data: { why: 'not_yours' } },
    })
    const cancelled = await coordinator.done('meeting.cancel', { teamId, meetingId, reason: 'Grève' })
    expect(cancelled).toMatchObject({ status: 'cancelled', cancelled: { by: coordinator.id } })
  })
})

it.each(['meeting.send', 'meeting.start'] as const)('without a case %s is refused', async (name) => {
  const { id: meetingId } = await call()
  expect(await doctor.send(name, { teamId, meetingId })).toMatchObject({
    ...{ status: 400, error: { code: 'invalid', data: { field: 'slots', why: 'no_case' } } },
  })
  expect((await shell(meetingId))?.status).toBe('planned')
})

describe('once its agenda is sent', () => {
  it('another day or place counts as told again, another title does not', async () => {
    const startsAt = inDays(3)
    const caseId = await house.openCase(doctor)
    const { id: meetingId } = await call(doctor, { startsAt })
    await doctor.done('agenda.propose', { caseId, question: 'x', meetingId })
    await until(async () => (await slotsOf(meetingId))?.length === 1, 'the slot')
    const plan = {
      ...{ teamId, meetingId, chairId: doctor.id, minutes: 60, startsAt },
      invited: [named(nurse)],
    }
    expect((await doctor.done('meeting.change', { ...plan, title: 'Avant' })).sent).toBeNull()
    const { sent } = await doctor.done('meeting.send', { teamId, meetingId })
    expect((await doctor.done('meeting.change', { ...plan, title: 'Après' })).sent).toEqual(sent)
    const moved = await coordinator.done('meeting.change', {
      ...plan,
      ...{ title: 'Après', place: 'Salle haute' },
    })
    expect(moved.sent).toMatchObject({ by: coordinator.id })
  })
})

describe('before a meeting', () => {
  it('anybody of the circle puts a case forward, also for somebody outside; without a meeting it waits', async () => {
    const caseId = await house.openCase(doctor, [social])
    const askedBy = { accountId: null, name: 'Mme Roux', profession: 'homeHelp' as const, relation: null }
    const item = await social.done('agenda.propose', { caseId, question: 'Qui fait les courses ?', askedBy })
    expect(item).toMatchObject({ meetingId: null, askedBy: { name: 'Mme Roux' }, proposedBy: social.id })
    const { id: meetingId } = await call()
    await doctor.done('agenda.schedule', { agendaItemId: item.id, meetingId })
    await until(async () => (await slotsOf(meetingId))?.includes(item.id) === true, 'the slot')
  })

  it('what is missing is asked for by a task, and an opinion stands in for whoever is away', async () => {
    const caseId = await house.openCase(doctor, [social])
    const { id: meetingId } = await call()
    const { id: agendaItemId } = await doctor.done('agenda.propose', { caseId, question: 'x', meetingId })
    const wish = await doctor.done('agenda.ask', { agendaItemId, what: 'wish', profession: 'nurse' })
    expect(await taskOf(caseId, wish.asked[0]?.taskId ?? '')).toMatchObject({
      ...{ planItem: 'wishes', forProfession: 'nurse', status: 'open' },
    })
    const opinion = await doctor.done('agenda.ask', {
      ...{ agendaItemId, what: 'opinion', profession: 'socialWorker' },
    })
    expect(opinion.asked.map(({ what, profession }) => [what, profession])).toEqual([
      ['wish', null],
      ['opinion', 'socialWorker'],
    ])
    await social.done('agenda.giveOpinion', { agendaItemId, text: 'Dossier APA en cours' })
    // What was asked is answered.
    expect(await taskOf(caseId, opinion.asked[1]?.taskId ?? '')).toMatchObject({
      ...{ status: 'done', ended: { by: social.id } },
    })
    const again = await social.done('agenda.giveOpinion', { agendaItemId, text: 'APA accordée' })
    expect(again.opinions).toMatchObject([
      { by: social.id, profession: 'socialWorker', text: 'APA accordée' },
    ])
  })
})

describe('at the table', () => {
  async function live() {
    const caseId = await house.openCase(doctor, [nurse, social])
    const { id: meetingId } = await call()
    const { id: agendaItemId } = await nurse.done('agenda.propose', { caseId, question: 'x', meetingId })
    await until(async () => (await slotsOf(meetingId))?.length === 1, 'the slot')
    await doctor.done('meeting.start', { teamId, meetingId })
    return { caseId, meetingId, agendaItemId }
  }

  it('who is there is counted, and how long each case took', async () => {
    const { meetingId, agendaItemId } = await live()
    await nurse.done('meeting.attend', { teamId, meetingId, isThere: true })
    await nurse.done('meeting.attend', { teamId, meetingId, isThere: false })
    await doctor.done('meeting.turnTo', { teamId, meetingId, itemId: agendaItemId })
    const after = await doctor.done('meeting.turnTo', { teamId, meetingId, itemId: null })
    expect(Object.keys(after.spent)).toEqual([agendaItemId])
    expect(after.attendance.map(({ accountId, to }) => [accountId, to === null])).toEqual([
      [doctor.id, true],
      [nurse.id, false],
    ])
  })

  it('a decision has an owner and becomes tasks, one of which tells the person', async () => {
    const { caseId, agendaItemId } = await live()
    const owner = { accountId: nurse.id }
    const decision = await doctor.done('decision.record', {
      ...{ agendaItemId, text: 'Passer matin et soir', owner, dueOn: '2100-01-04' },
      tell: { owner: { profession: 'socialWorker' } },
    })
    expect(await taskOf(caseId, decision.taskId)).toMatchObject({
      ...{ title: 'Passer matin et soir', forAccount: nurse.id, dueAt: '2100-01-04T17:00:00.000Z' },
    })
    expect(await taskOf(caseId, decision.tellTaskId ?? '')).toMatchObject({
      ...{ title: 'Dire à la personne : Passer matin et soir', forProfession: 'socialWorker' },
    })
    await nurse.done('decision.disagree', { decisionId: decision.id, text: 'Une fois suffirait' })
    const gone = await doctor.done('decision.withdraw', { decisionId: decision.id, reason: 'Revu' })
    expect(gone.disagreements).toMatchObject([{ by: nurse.id, text: 'Une fois suffirait' }])
    const task = await taskOf(caseId, decision.taskId)
    expect(task && isTaskEnded(task)).toBe(true)
  })

  it.each([
    ['nobody to carry it out', { owner: {} }, 'no_owner'],
    ['somebody who is not in the circle', { owner: { accountId: 'coordinator' } }, 'not_in_circle'],
    ['nobody to tell the person', { owner: { profession: 'nurse' } }, 'person_not_told'],
  ])('a decision with %s is refused, and nothing is changed', async (_what, given, why) => {
    const { caseId, agendaItemId } = await live()
    const before = (await house.application.changes.fold(`case:${caseId}`)).seq
    const owner = 'accountId' in given.owner ? { accountId: coordinator.id } : given.owner
    const tell = why === 'person_not_told' ? null : { owner: { profession: 'nurse' as const } }
    const sent = await doctor.send('decision.record', {
      ...{ agendaItemId, text: 'x', owner: owner as { profession: 'nurse' }, tell },
    })
    expect(sent).toMatchObject({ status: 400, error: { code: 'invalid', data: { why } } })
    expect((await house.application.changes.fold(`case:${caseId}`)).seq).toBe(before)
  })

  it('where the person is at the table, nobody needs to tell them', async () => {
    const { agendaItemId } = await live()
    const guests = [{ accountId: null, name: 'Elle-même', profession: null, relation: 'person' }]
    await doctor.done('agenda.setGuests', { agendaItemId, guests })
    const decision = await doctor.done('decision.record', {
      ...{ agendaItemId, text: 'Elle essaie le déambulateur', owner: { profession: 'nurse' } },
    })
    expect(decision.tellTaskId).toBeNull()
  })

  it('a case that was ended by a slip is talked over again, until the meeting is closed', async () => {
    const { caseId, agendaItemId, meetingId } = await live()
    const resume = () => doctor.send('agenda.resume', { agendaItemId })
    expect(await resume()).toMatchObject({ status: 409, error: { data: { status: 'proposed' } } })
    await doctor.done('agenda.conclude', { agendaItemId, participants: [named(doctor)] })
    await doctor.done('agenda.resume', { agendaItemId })
    expect(await itemOf(caseId, agendaItemId)).toMatchObject({
      ...{ status: 'proposed', discussed: null, participants: [], chairId: null, meetingId },
    })
    await doctor.done('agenda.conclude', { agendaItemId, participants: [named(doctor)] })
    await doctor.done('meeting.close', { teamId, meetingId })
    expect(await resume()).toMatchObject({ status: 409, error: { data: { status: 'closed' } } })
  })

  it('a case without a meeting is decided nowhere', async () => {
    const caseId = await house.openCase(doctor)
    const { id: agendaItemId } = await doctor.done('agenda.propose', { caseId, question: 'x' })
    const sent = await doctor.send('decision.record', {
      ...{ agendaItemId, text: 'x', owner: { accountId: doctor.id } },
      tell: { owner: { accountId: doctor.id } },
    })
    expect(sent).toMatchObject({ status: 409, error: { code: 'conflict', data: { why: 'no_meeting' } } })
  })
})

describe('after it', () => {
  it('the minutes are signed as they were seen, filed in the case and written no more', async () => {
    const caseId = await house.openCase(doctor, [nurse])
    await doctor.done('wish.record', {
      ...{ caseId, aspect: 'project', text: 'Rester chez elle', heardOn: '2026-01-05' },
    })
    const { id: meetingId } = await call()
    const { id: agendaItemId } = await nurse.done('agenda.propose', { caseId, question: 'x', meetingId })
    await until(async () => (await slotsOf(meetingId))?.length === 1, 'the slot')
    await doctor.done('meeting.start', { teamId, meetingId })
    const name = `case/${caseId}/minutes/${meetingId}`
    const write = (words: string) =>
      house.application.boards.edit(name, { accountId: nurse.id, role: 'nurse' }, (doc) => {
        doc.getXmlFragment('text').insert(0, [paragraph(words)])
      })
    await write('Elle mange mieux')
    const look = async () => (await doctor.get(`/cases/${caseId}/minutes/${agendaItemId}`)).body
    const { docSeq, textHash } = await look()
    expect(await doctor.send('minutes.sign', { agendaItemId, docSeq, textHash })).toMatchObject({
      error: { code: 'conflict', data: { why: 'not_discussed' } },
    })
    const owner = { accountId: nurse.id }
    const tell = { owner: { profession: 'nurse' as const } }
    await doctor.done('decision.record', { agendaItemId, text: 'Passer le soir', owner, tell })
    const participants = [named(doctor), named(nurse)]
    await doctor.done('agenda.conclude', { agendaItemId, participants })
    expect(await itemOf(caseId, agendaItemId)).toMatchObject({
      ...{ wish: { text: 'Rester chez elle' }, chairId: doctor.id },
    })
    const seen = await look()
    expect(await nurse.send('minutes.sign', { agendaItemId, ...pick(seen) })).toMatchObject({
      error: { code: 'invalid', data: { why: 'not_the_chair' } },
    })
    expect(await doctor.send('minutes.sign', { agendaItemId, ...pick(seen) })).toMatchObject({
      error: { code: 'conflict', data: { why: 'proof_needed' } },
    })
    await prove(house, doctor)
    expect(await doctor.send('minutes.sign', { agendaItemId, docSeq, textHash })).toMatchObject({
      error: { code: 'conflict', data: { why: 'changed_since_seen' } },
    })
    const filed = (await doctor.done('minutes.sign', { agendaItemId, ...pick(seen) })) as FiledMinutes
    expect(filed).toMatchObject({ signed: { by: doctor.id }, textHash: seen.textHash })
    const after = await look()
    expect(after.signed).toEqual(seen.content)
    // It is read without the circle beside it.
    expect(after.signed).toMatchObject({
      ...{ proposedBy: { name: nurse.name }, wish: { heardBy: { name: doctor.name } } },
      decisions: [{ owner: { name: nurse.name }, teller: { profession: 'nurse', name: null } }],
    })
    expect(after.signed.discussion).toMatchObject([{ text: 'Elle mange mieux' }])
    expect(await doctor.send('minutes.sign', { agendaItemId, ...pick(after) })).toMatchObject({
      error: { code: 'conflict', data: { why: 'filed' } },
    })
  })

  it('words that came after what was seen are read before it is signed; until then it waits for the chair', async () => {
    const caseId = await house.openCase(doctor, [nurse])
    const { id: meetingId } = await call()
    const { id: agendaItemId } = await nurse.done('agenda.propose', { caseId, question: 'x', meetingId })
    await until(async () => (await slotsOf(meetingId))?.length === 1, 'the slot')
    await doctor.done('meeting.start', { teamId, meetingId })
    await doctor.done('agenda.conclude', { agendaItemId, participants: [named(doctor)] })
    const look = async () => (await doctor.get(`/cases/${caseId}/minutes/${agendaItemId}`)).body
    const waits = async (who: TestPerson) =>
      ((await who.get('/me/queue')).body.items as { kind: string; entityId: string }[]).filter(
        ({ kind, entityId }) => kind === 'signMinutes' && entityId === agendaItemId,
      ).length
    expect([await waits(doctor), await waits(nurse)]).toEqual([1, 0])
    const seen = await look()
    const name = `case/${caseId}/minutes/${meetingId}`
    await house.application.boards.edit(name, { accountId: nurse.id, role: 'nurse' }, (doc) => {
      doc.getXmlFragment('text').insert(0, [paragraph('Et le fils vient le dimanche')])
    })
    await prove(house, doctor)
    expect(await doctor.send('minutes.sign', { agendaItemId, ...pick(seen) })).toMatchObject({
      error: { code: 'conflict', data: { why: 'changed_since_seen' } },
    })
    const commandId = randomUUID()
    const sign = { commandId, agendaItemId, ...pick(await look()) }
    const filed = await doctor.done('minutes.sign', sign)
    expect(filed).toMatchObject({ proof: { by: 'password' } })
    expect(await waits(doctor)).toBe(0)
    // Sent again by whoever did not hear the answer.
    expect(await doctor.done('minutes.sign', sign)).toMatchObject({ textHash: sign.textHash })
  })

  it('where the chair is not in the circle, whoever was at the table signs', async () => {
    const caseId = await house.openCase(nurse, [social])
    const { id: meetingId } = await call(coordinator, { chairId: coordinator.id })
    const { id: agendaItemId } = await nurse.done('agenda.propose', { caseId, question: 'x', meetingId })
    await until(async () => (await slotsOf(meetingId))?.length === 1, 'the slot')
    await coordinator.done('meeting.start', { teamId, meetingId })
    await nurse.done('agenda.conclude', { agendaItemId, participants: [named(social)] })
    const seen = (await social.get(`/cases/${caseId}/minutes/${agendaItemId}`)).body
    await prove(house, nurse)
    expect(await nurse.send('minutes.sign', { agendaItemId, ...pick(seen) })).toMatchObject({
      error: { data: { why: 'not_the_chair' } },
    })
    await prove(house, social)
    expect(await social.done('minutes.sign', { agendaItemId, ...pick(seen) })).toMatchObject({
      signed: { by: social.id },
    })
  })

  it('what was not talked over waits for the next meeting', async () => {
    const caseId = await house.openCase(doctor)
    const { id: meetingId } = await call()
    const { id: agendaItemId } = await doctor.done('agenda.propose', { caseId, question: 'x', meetingId })
    await until(async () => (await slotsOf(meetingId))?.length === 1, 'the slot')
    await doctor.done('meeting.start', { teamId, meetingId })
    await doctor.done('meeting.close', { teamId, meetingId })
    await until(async () => (await itemOf(caseId, agendaItemId))?.meetingId === null, 'the item waits')
    const next = await call(doctor, { startsAt: inDays(8) })
    await doctor.done('agenda.schedule', { agendaItemId, meetingId: next.id })
    await until(async () => (await slotsOf(next.id))?.length === 1, 'the slot of the next one')
    expect((await house.application.changes.fold(`case:${caseId}`)).all<Decision>('decision')).toEqual([])
  })
})

const pick = ({ docSeq, textHash }: { docSeq: number; textHash: string }) => ({ docSeq, textHash })

function paragraph(words: string): Y.XmlElement {
  const element = new Y.XmlElement('paragraph')
  element.insert(0, [new Y.XmlText(words)])
  return element
}
