/** A case that is erased: nothing is left of it but envelopes, and that it was erased, when, by whom and why. */
import { addCard, caseMinutesDocName, paragraphs } from '@colloque/board'
import type { Change, StreamName } from '@colloque/domain'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { verifyChain } from '../../platform/change-log/verify-chain.ts'
import { createMongoStores } from '../../platform/change-log/mongo-stores.ts'
import { placesOf } from '../../testing/every-word.ts'
import { prove, signAPlan, writePlan, writesSituation } from '../../testing/plans.ts'
import { connect, subscribe, until } from '../../testing/socket.ts'
import { buildPatient, startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
})
afterAll(() => house.stop())

const because = { basis: 'personsRequest', reason: 'Demande écrite' } as const
const nowhere = (word: string) =>
  until(async () => (await placesOf(house.connection, word)).length === 0, `no place with ${word}`, 30_000)

/** A case full of one word. @returns it and the stream of its part */
async function fullOf(word: string, messages = 3) {
  const { id: caseId } = await doctor.done('case.create', {
    patient: buildPatient({ birthName: word }),
    reason: `Suivi de ${word}`,
    informed: { how: 'oral' },
    circle: [nurse.id],
    confirmedDistinct: true,
  })
  const narrowed = await doctor.done('task.create', { caseId, title: `Voir ${word}`, visibleTo: [nurse.id] })
  const part = (await house.application.changes.locate(narrowed.id)) as StreamName
  await doctor.done('circle.add', { caseId, name: `Fille de ${word}`, relation: 'fille' })
  await doctor.done('medication.add', { caseId, name: `Remède de ${word}` })
  await writePlan(house, caseId, nurse, writesSituation(`Vit avec ${word}`))
  await signAPlan(house, caseId, doctor)
  await house.application.boards.edit(`case/${caseId}/board`, { accountId: nurse.id, role: 'nurse' }, (doc) =>
    addCard(doc, { id: 'one', column: 'needs', title: word, by: nurse.id, at: new Date() }),
  )
  await talkOver(caseId, word)
  for (let n = 0; n < messages; n += 50)
    await Promise.all(
      Array.from({ length: Math.min(50, messages - n) }, (_, i) =>
        nurse.done('message.post', { caseId, text: `${word} ${n + i}` }),
      ),
    )
  return { caseId, part, name: `${word} Paule` }
}

/** A meeting says it, writes it and decides it; the nurse hears it; and somebody has searched for all of that. */
async function talkOver(caseId: string, word: string) {
  const teamId = doctor.teamIds[0] ?? ''
  const startsAt = new Date(Date.now() + 86_400_000).toISOString()
  const meeting = { teamId, title: 'Jeudi', startsAt, minutes: 60, invited: [] }
  const { id: meetingId } = await doctor.done('meeting.call', meeting)
  const item = await nurse.done('agenda.propose', { caseId, question: `Et ${word} ?`, meetingId })
  await until(async () => (await doctor.send('meeting.start', { teamId, meetingId })).ok, 'the case on it')
  const owner = { profession: 'nurse' } as const
  await doctor.done('decision.record', {
    agendaItemId: item.id,
    text: `Voir ${word}`,
    owner,
    tell: { owner },
  })
  await house.application.boards.edit(
    caseMinutesDocName(caseId, meetingId),
    { accountId: nurse.id, role: 'nurse' },
    (doc) => doc.getXmlFragment('text').insert(0, paragraphs(`On parle de ${word}`)),
  )
  await nurse.done('note.record', {
    ...{ caseId, text: 'Passage' },
    observations: [{ kind: 'mood', words: `Triste sans ${word}` }],
  })
  const { body } = await doctor.get(`/search?q=${encodeURIComponent(word)}&caseId=${caseId}&limit=50`)
  expect(body.items.map(({ kind }: { kind: string }) => kind)).toEqual(
    expect.arrayContaining(['decision', 'minutes', 'wordedReading']),
  )
}

it('leaves nothing of itself, closes itself to its circle at once, and stays on the list of its team', async () => {
  const { caseId, part, name } = await fullOf('Zéphyrinette')
  const stream: StreamName = `case:${caseId}`
  const socket = await connect(house.url, nurse.token)
  await subscribe(socket, stream)
  await subscribe(socket, part)
  socket.emit('draft', {
    ...{ stream, threadId: null, text: 'Zéphyrinette encore', body: null },
    at: Date.now(),
  })
  await doctor.done('case.close', { caseId, reason: 'Partie' })
  await prove(house, doctor)
  const erasure = await doctor.done('case.erase', { caseId, confirm: name, ...because })
  expect(erasure).toMatchObject({ scope: 'case', by: doctor.id, ...because })
  await until(() => socket.unsubscribed.length === 2)
  const heard = socket.seen.filter(
    ({ event, value }) => event === 'change' && (value as Change).kind === 'case.redacted',
  )
  expect(heard).toEqual([])
  socket.disconnect()
  await nowhere('Zéphyrinette')

  for (const path of [`/cases/${caseId}`, `/streams/${stream}/snapshot`, `/streams/${part}/changes?since=0`])
    expect((await nurse.get(path)).status, path).toBe(404)
  for (const path of ['/cases', '/me/queue', '/me/tasks', '/search?q=zephyrinette', '/me/drafts'])
    expect(JSON.stringify((await nurse.get(path)).body), path).not.toContain(caseId)
  const { log } = createMongoStores(house.connection.db as never)
  expect(await verifyChain(log, stream)).toMatchObject({ ok: true })
  expect(await verifyChain(log, part)).toMatchObject({ ok: true })

  const teamId = doctor.teamIds[0] ?? ''
  await until(async () => {
    const { entities } = (await nurse.get(`/streams/team:${teamId}/snapshot`)).body
    return entities.some(({ type }: { type: string }) => type === 'erasedCase')
  })
  const { entities } = (await nurse.get(`/streams/team:${teamId}/snapshot`)).body
  expect(entities.find(({ type }: { type: string }) => type === 'erasedCase').after).toEqual({
    ...{ caseId, by: doctor.id, basis: 'personsRequest' },
    at: expect.any(String) as string,
  })
  const own = (await nurse.get(`/streams/member:${nurse.id}/snapshot`)).body.entities
  const links = own.filter(({ after }: { after: { caseId?: string } }) => after?.caseId === caseId)
  expect(links.map(({ after }: { after: { status: string } }) => after.status)).toEqual(['left', 'left'])
  const trail = await house.connection
    .collection('audit')
    .findOne({ trail: `case:${caseId}`, kind: 'erasure.done' })
  expect(trail).toMatchObject({ accountId: doctor.id })
})

it('asks that the case is closed, for its patient’s name, and for a proof of who asks', async () => {
  const { caseId, name } = await fullOf('Refusette')
  const late = await house.person('Lou Late', 'physician')
  await doctor.done('circle.add', { caseId, accountId: late.id })
  const erase = (person: TestPerson, confirm = name) =>
    person.send('case.erase', { caseId, confirm, ...because })
  expect(await erase(doctor)).toMatchObject({ error: { code: 'conflict', data: { status: 'open' } } })
  await doctor.done('case.close', { caseId, reason: 'Partie' })
  expect(await erase(late)).toMatchObject({ error: { code: 'conflict', data: { why: 'proof_needed' } } })
  expect(await erase(nurse)).toMatchObject({ error: { code: 'invalid', data: { why: 'not_your_place' } } })
  expect(await erase(doctor, 'Somebody Else')).toMatchObject({
    error: { code: 'invalid', data: { field: 'confirm' } },
  })
  expect((await nurse.get(`/cases/${caseId}`)).status).toBe(200)
  await prove(house, doctor)
  const input = { commandId: crypto.randomUUID(), caseId, ...because }
  await doctor.done('case.erase', { ...input, confirm: name })
  await nowhere('Refusette')
})

it('is finished, also where the node that began it stops at once', async () => {
  const { caseId, name } = await fullOf('Inachevette', 1_200)
  await doctor.done('case.close', { caseId, reason: 'Partie' })
  await prove(house, doctor)
  const second = await house.secondNode()
  const answer = await fetch(`${second.url}/api/v1/commands/case.erase`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${doctor.token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ commandId: crypto.randomUUID(), caseId, confirm: name, ...because }),
  })
  expect(answer.status).toBe(200)
  await second.application.stop()
  await nowhere('Inachevette')
  const { log } = createMongoStores(house.connection.db as never)
  expect(await verifyChain(log, `case:${caseId}`)).toMatchObject({ ok: true })
})
