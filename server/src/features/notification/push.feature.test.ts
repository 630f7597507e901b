/** Web Push against a push service of the test's own: who is told, what is carried, and what is not. */
import { randomUUID } from 'node:crypto'
import type { CommandName } from '@colloque/contract'
import type { Meeting, PatientCase } from '@colloque/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addsObjective, planOf, writePlan } from '../../testing/plans.ts'
import { connect, subscribe, until } from '../../testing/socket.ts'
import type { TestPerson } from '../../testing/test-house.ts'
import { startReachHouse, type ReachHouse } from '../../testing/reach-house.ts'

const TEXT = 'Canari : confusion ce matin, appeler le fils'
const MINUTE = 60_000

let house: ReachHouse
let doctor: TestPerson
let nurse: TestPerson
let pharmacist: TestPerson
let coordinator: TestPerson
let caseId: string
let conversationId: string

beforeAll(async () => {
  house = await startReachHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  pharmacist = await house.person('Phil Pharmacist', 'pharmacist')
  coordinator = await house.person('Coco Coordinator', 'coordinator')
  caseId = await house.openCase(doctor, [nurse, pharmacist, coordinator])
  await doctor.done('conversation.open', { accountIds: [nurse.id] })
  const isDirect = ({ kind }: { kind: string }) => kind === 'direct'
  await until(async () => (await doctor.get('/conversations')).body.items.some(isDirect), 'the conversation')
  const { body } = await doctor.get('/conversations')
  conversationId = body.items.find(isDirect).stream.split(':')[1]
})
afterAll(() => house.stop())

const kinds = (device: { received: { payload: { kind: string } }[] }) =>
  device.received.map(({ payload }) => payload.kind)

/** A command of somebody whose token ran out when the clock was moved. */
const inHouse = (person: TestPerson, name: CommandName, input: object) =>
  house.application.execute(
    name,
    { commandId: randomUUID(), ...input },
    {
      accountId: person.id,
      sessionId: '',
      name: person.name,
      profession: person.profession,
      teamIds: person.teamIds,
    },
  )

describe('what is carried', () => {
  it('an urgent message reaches every device of those asked, at once, without a word of it', async () => {
    const [phone, desk, other] = [
      await house.device(nurse),
      await house.device(nurse),
      await house.device(pharmacist),
    ]
    const { id } = await doctor.done('message.post', {
      caseId,
      text: TEXT,
      urgency: 'urgent',
      to: { accountIds: [nurse.id], professions: [] },
    })
    await until(() => phone.received.length + desk.received.length === 2, 'both devices')
    for (const { received } of [phone, desk]) {
      const [{ headers, payload, text } = expect.fail()] = received
      expect(payload).toEqual({
        kind: 'urgent',
        url: `/situations/${caseId}/fil?message=${id}`,
        tag: expect.stringMatching(/^[\w-]{32}$/),
      })
      expect(text).not.toMatch(/canari|confusion|Paule|Essai|Cleo/i)
      expect(headers).toMatchObject({ urgency: 'high', topic: payload.tag })
      expect(Math.abs(Number(headers['ttl']) - 86_400)).toBeLessThan(10)
      expect(headers.authorization).toMatch(/^vapid t=/)
      expect(JSON.stringify(headers)).not.toContain(caseId)
    }
    expect(other.received).toEqual([])
    await doctor.done('thread.close', { threadId: id, outcome: 'Vu' })
    await Promise.all([phone, desk, other].map((device) => device.signOut()))
  })

  it('a mention, a direct message, a flag and a task each say what they are and where', async () => {
    const [nurses, doctors] = [await house.device(nurse), await house.device(doctor)]
    const mention = await doctor.done('message.post', {
      caseId,
      text: TEXT,
      to: { accountIds: [], professions: ['nurse'] },
    })
    const direct = await doctor.done('message.post', { conversationId, text: TEXT })
    const task = await doctor.done('task.create', { caseId, title: TEXT, forAccount: nurse.id })
    const flag = await pharmacist.done('flag.raise', { caseId, title: TEXT, severity: 'PE', detail: TEXT })
    await doctor.done('message.post', { caseId, text: 'Dit à tous, sans demander personne' })
    await house.settle()
    expect(nurses.received.map(({ payload: { kind, url } }) => [kind, url]).sort()).toEqual([
      ['mention', `/situations/${caseId}/fil?message=${mention.id}`],
      ['message', `/equipe/conversations/${conversationId}?message=${direct.id}`],
      ['task', `/taches?tache=${task.id}`],
    ])
    expect(doctors.received.map(({ payload: { kind, url } }) => [kind, url])).toEqual([
      ['flag', `/situations/${caseId}/traitement?signalement=${flag.id}`],
    ])
    await Promise.all([nurses, doctors].map((device) => device.signOut()))
  })

  it('emergency access, to everybody of the circle, by its name and no other word', async () => {
    const [nurses, rescuer] = [await house.device(nurse), await house.person('Rita Rescuer', 'nurse')]
    const held = house.application.changes.cachedFold(`case:${caseId}`)?.get('patientCase', caseId)
    const { birthName, firstNames, birthDate } = (held?.after as PatientCase).patient
    await rescuer.done('breakGlass.open', {
      ...{ birthName, firstNames, birthDate, reason: 'unreachable', words: TEXT },
    })
    await house.settle()
    expect(nurses.received.map(({ payload: { kind, url } }) => [kind, url])).toEqual([
      ['breakGlass', `/situations/${caseId}/cercle`],
    ])
    expect(JSON.stringify(nurses.received)).not.toContain(TEXT)
    await nurses.signOut()
  })

  it('a plan that is ready, and one that comes back, to those whom it waits for', async () => {
    const [nurses, doctors] = [await house.device(nurse), await house.device(doctor)]
    await writePlan(house, caseId, nurse, addsObjective(TEXT, nurse))
    const { docSeq } = await planOf(nurse, caseId)
    await nurse.done('plan.submit', { caseId, docSeq, word: TEXT })
    await house.settle()
    const heard = (device: typeof nurses) =>
      device.received.map(({ payload: { kind, url } }) => [kind, url] as const)
    expect([heard(nurses), heard(doctors)]).toEqual([[], [['signPlan', `/situations/${caseId}/plan`]]])
    await doctor.done('plan.return', { caseId, word: TEXT })
    await house.settle()
    expect(heard(nurses)).toEqual([['planReturned', `/situations/${caseId}/plan`]])
    await nurse.done('plan.submit', { caseId, docSeq, word: TEXT })
    await house.settle()
    expect(heard(doctors)).toHaveLength(2)
    await Promise.all([nurses, doctors].map((device) => device.signOut()))
  })

  it('an agenda that is sent, moved or cancelled, to those invited, without a word of a case', async () => {
    const [nurses, doctors] = [await house.device(nurse), await house.device(doctor)]
    const teamId = coordinator.teamIds[0] ?? ''
    const named = ({ id, name, profession }: TestPerson) => ({
      ...{ accountId: id, name, profession, relation: null },
    })
    const startsAt = new Date(house.now().getTime() + 2 * 86_400_000).toISOString()
    const plan = { teamId, title: 'Jeudi', startsAt, minutes: 60, invited: [nurse, coordinator].map(named) }
    const { id: meetingId } = await coordinator.done('meeting.call', plan)
    await doctor.done('agenda.propose', { caseId, question: TEXT, meetingId })
    await house.settle()
    expect(kinds(nurses)).toEqual([])
    await until(async () => {
      const team = await house.application.changes.fold(`team:${teamId}`)
      return team.get<Meeting>('meeting', meetingId)?.after?.slots.length === 1
    }, 'the slot')
    await coordinator.done('meeting.send', { teamId, meetingId })
    await house.settle()
    await coordinator.done('meeting.change', {
      ...{ ...plan, meetingId, chairId: coordinator.id, place: 'Salle haute' },
    })
    await house.settle()
    await coordinator.done('meeting.cancel', { teamId, meetingId, reason: 'Grève' })
    await house.settle()
    expect(nurses.received.map(({ payload: { kind, url } }) => [kind, url])).toEqual(
      ['meeting', 'meeting', 'meetingCancelled'].map((kind) => [kind, `/concertations/${meetingId}`]),
    )
    expect(JSON.stringify(nurses.received)).not.toContain(caseId)
    expect(kinds(doctors)).toEqual([])
    await Promise.all([nurses, doctors].map((device) => device.signOut()))
  })

  it('a task that its holder passes on, to whom it goes alone', async () => {
    const [nurses, pharmacists] = [await house.device(nurse), await house.device(pharmacist)]
    const [offered, delegated, kept] = await Promise.all(
      [1, 2, 3].map(async () => {
        const { id } = await doctor.done('task.create', { caseId, title: TEXT })
        await doctor.done('task.claim', { taskId: id })
        return id
      }),
    )
    await doctor.done('task.offer', { taskId: offered!, toAccount: nurse.id, note: TEXT })
    await doctor.done('task.delegate', { taskId: delegated!, toAccount: nurse.id })
    await doctor.done('task.hold', { taskId: kept!, waitingFor: 'Sa fille' })
    await house.settle()
    expect(nurses.received.map(({ payload: { kind, url } }) => [kind, url]).sort()).toEqual(
      [offered, delegated].map((id) => ['task', `/taches?tache=${id}`]).sort(),
    )
    expect(pharmacists.received).toEqual([])
    await Promise.all([nurses, pharmacists].map((device) => device.signOut()))
  })
})

describe('devices', () => {
  it('one that its push service no longer knows is forgotten, and heals by registering again', async () => {
    const gone = await house.device(nurse)
    const asDevice = { headers: { Authorization: `Bearer ${gone.token}` } }
    const key = async () =>
      (await (await fetch(`${house.url}/api/v1/push/key`, asDevice)).json()) as {
        publicKey: string
        endpoint: string | null
      }
    expect(await key()).toEqual({
      publicKey: expect.stringMatching(/^B[\w-]{86}$/),
      endpoint: gone.subscription.endpoint,
    })
    gone.answers.push({ status: 410 })
    await doctor.done('message.post', { conversationId, text: 'x' })
    await house.settle()
    expect(gone.asked).toBe(1)
    expect((await key()).endpoint).toBeNull()
    await doctor.done('message.post', { conversationId, text: 'y' })
    await house.settle()
    expect(gone.asked).toBe(1)
    const again = house.service.subscriber()
    const put = (body: object) =>
      fetch(`${house.url}/api/v1/me/push-subscriptions`, {
        method: 'PUT',
        headers: { ...asDevice.headers, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      })
    expect((await put(again.subscription)).status).toBe(204)
    await doctor.done('message.post', { conversationId, text: 'z' })
    await house.settle()
    expect(kinds(again)).toEqual(['message'])
    await gone.signOut()
  })

  it('what a busy service puts off is tried again, and comes once', async () => {
    const [busy, well] = [await house.device(nurse), await house.device(nurse)]
    busy.answers.push({ status: 429, headers: { 'Retry-After': '30' } }, { status: 503 })
    await doctor.done('message.post', { conversationId, text: 'x' })
    await house.settle()
    expect([busy.asked, busy.received.length, well.received.length]).toEqual([1, 0, 1])
    await house.settle()
    expect(busy.asked).toBe(1)
    house.wait(31_000)
    await house.settle()
    expect([busy.asked, busy.received.length]).toEqual([2, 0])
    house.wait(2 * MINUTE)
    await house.settle()
    expect([busy.asked, busy.received.length, well.asked]).toEqual([3, 1, 1])
    await Promise.all([busy, well].map((device) => device.signOut()))
  })

  it('a session that has ended hears nothing, nor does whoever was signed in on that browser before', async () => {
    const [ended, shared] = [await house.device(nurse), await house.device(nurse)]
    await ended.signOut()
    await fetch(`${house.url}/api/v1/me/push-subscriptions`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${pharmacist.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(shared.subscription),
    })
    await doctor.done('message.post', { conversationId, text: 'x' })
    await house.settle()
    expect([ended.asked, shared.asked]).toEqual([0, 0])
    expect(await house.connection.collection('pushsubscriptions').countDocuments()).toBe(1)
  })

  it.each([
    'http://fcm.googleapis.com/fcm/send/x',
    'https://127.0.0.1/x',
    'https://localhost/x',
    'https://fcm.googleapis.com.evil.example/x',
    'https://evil.example/fcm.googleapis.com',
    'https://x@fcm.googleapis.com/x',
    'https://fcm.googleapis.com:8443/x',
    'https://evilpush.apple.com/x',
    'not an address',
  ])('%s is no push service', async (endpoint) => {
    const before = await house.connection.collection('pushsubscriptions').countDocuments()
    const response = await fetch(`${house.url}/api/v1/me/push-subscriptions`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${nurse.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...house.service.subscriber().subscription, endpoint }),
    })
    expect(response.status).toBe(400)
    expect(await house.connection.collection('pushsubscriptions').countDocuments()).toBe(before)
  })

  it('nobody registers without being signed in', async () => {
    for (const method of ['PUT', 'DELETE'])
      expect((await fetch(`${house.url}/api/v1/me/push-subscriptions`, { method })).status).toBe(401)
    expect((await fetch(`${house.url}/api/v1/push/key`)).status).toBe(401)
  })
})

describe('respect', () => {
  it('quiet hours put off what can wait to their end; what is urgent comes through, unless that is not wanted', async () => {
    const phone = await house.device(nurse)
    const clockTime = (at: Date) =>
      new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', timeStyle: 'short' }).format(at)
    const quiet = {
      from: clockTime(new Date(house.now().getTime() - 60 * MINUTE)),
      to: clockTime(new Date(house.now().getTime() + 5 * MINUTE)),
    }
    await nurse.done('reach.set', { quiet, urgentBreaksQuiet: true, push: true, email: true })
    await doctor.done('message.post', { conversationId, text: 'x' })
    await doctor.done('message.post', { conversationId, text: 'Au secours', urgency: 'urgent' })
    await house.settle()
    expect(kinds(phone)).toEqual(['urgent'])
    await nurse.done('reach.set', { quiet, urgentBreaksQuiet: false, push: true, email: true })
    await doctor.done('message.post', { conversationId, text: 'Au secours', urgency: 'urgent' })
    await house.settle()
    expect(kinds(phone)).toEqual(['urgent'])
    house.wait(6 * MINUTE)
    await house.settle()
    expect(kinds(phone).sort()).toEqual(['message', 'urgent', 'urgent'])
    await nurse.done('reach.set', { quiet: null, urgentBreaksQuiet: true, push: false, email: true })
    await doctor.done('message.post', { conversationId, text: 'Au secours', urgency: 'urgent' })
    await house.settle()
    expect(phone.received).toHaveLength(3)
    await nurse.done('reach.set', { quiet: null, urgentBreaksQuiet: true, push: true, email: true })
    await phone.signOut()
  })

  it('a muted place is silent but for what is urgent or names one; a followed thread speaks', async () => {
    const phone = await house.device(nurse)
    const stream = `conversation:${conversationId}`
    await nurse.done('attention.set', { stream, threadId: null, mode: 'muted' })
    await doctor.done('message.post', { conversationId, text: 'x' })
    await doctor.done('message.post', { conversationId, text: 'x', urgency: 'important' })
    await house.settle()
    expect(kinds(phone)).toEqual([])
    await doctor.done('message.post', {
      conversationId,
      text: 'x',
      to: { accountIds: [nurse.id], professions: [] },
    })
    await doctor.done('message.post', { conversationId, text: 'x', urgency: 'urgent' })
    await house.settle()
    expect(kinds(phone).sort()).toEqual(['mention', 'urgent'])
    await nurse.done('attention.set', { stream, threadId: null, mode: 'normal' })

    const { id: threadId } = await doctor.done('message.post', { caseId, text: 'Un fil' })
    await nurse.done('attention.set', { stream: `case:${caseId}`, threadId, mode: 'followed' })
    await new Promise((followed) => setTimeout(followed, 2_500))
    await doctor.done('message.post', { caseId, threadId, text: 'Dans le fil' })
    await doctor.done('message.post', { caseId, text: 'Hors du fil' })
    await house.settle()
    expect(kinds(phone).sort()).toEqual(['mention', 'message', 'urgent'])
    await phone.signOut()
  })

  it('whoever is away hears only what names them', async () => {
    const phone = await house.device(pharmacist)
    const day = house.now().toISOString().slice(0, 10)
    const { absences } = await pharmacist.done('schedule.addAbsence', {
      teamId: pharmacist.teamIds[0] ?? '',
      from: day,
      to: day,
    })
    await doctor.done('message.post', { caseId, text: 'x', urgency: 'important' })
    await house.settle()
    expect(kinds(phone)).toEqual([])
    const to = { accountIds: [pharmacist.id], professions: [] }
    await doctor.done('message.post', { caseId, text: 'x', urgency: 'important', to })
    await house.settle()
    expect(kinds(phone)).toEqual(['important'])
    await pharmacist.done('schedule.removeAbsence', {
      teamId: pharmacist.teamIds[0] ?? '',
      absenceId: absences[0]?.id ?? '',
    })
    await phone.signOut()
  })

  it('whoever has read, acknowledged, or left meanwhile is not told', async () => {
    const leaving = await house.person('Lea Leaving', 'nurse')
    await doctor.done('circle.add', { caseId, accountId: leaving.id })
    const [phone, gone] = [await house.device(nurse), await house.device(leaving)]
    const socket = await connect(house.url, nurse.token)
    await subscribe(socket, `case:${caseId}`)
    const to = { accountIds: [nurse.id, leaving.id], professions: [] }
    const reply = await doctor.send('message.post', { caseId, text: 'Lu', to })
    socket.emit('read', { stream: `case:${caseId}`, seq: reply.ok ? reply.seq : 0 })
    const { id } = await doctor.done('message.post', { caseId, text: 'x', urgency: 'important', to })
    await nurse.done('message.acknowledge', { messageId: id })
    await doctor.done('circle.remove', { caseId, accountId: leaving.id })
    await house.settle()
    expect([phone.asked, gone.asked]).toEqual([0, 0])

    socket.emit('viewing', { caseId })
    await until(() => socket.seen.some(({ event }) => event === 'presence'), 'the case to be shown')
    const looking = { accountIds: [nurse.id], professions: [] }
    await doctor.done('message.post', { caseId, text: 'Sous ses yeux', to: looking })
    await house.settle()
    expect(phone.asked).toBe(0)
    socket.disconnect()
    await Promise.all([phone, gone].map((device) => device.signOut()))
  })
})

describe('an urgent message that nobody answers', () => {
  it('rings again, goes up the ladder, and is silent once somebody takes charge', async () => {
    const [nurses, coordinators] = [await house.device(nurse), await house.device(coordinator)]
    const { id } = await doctor.done('message.post', {
      caseId,
      text: TEXT,
      urgency: 'urgent',
      to: { accountIds: [nurse.id], professions: [] },
    })
    await until(() => nurses.received.length === 1, 'the first ring')
    house.wait(5 * MINUTE + 1_000)
    await house.settle()
    expect(kinds(nurses)).toEqual(['urgent', 'urgent'])
    expect(new Set(nurses.received.map(({ payload }) => payload.tag)).size).toBe(1)
    // An hour of standstill is one more ring, not twelve; the ladder goes on where it stood.
    house.wait(60 * MINUTE)
    await house.application.jobs.runNow('escalate')
    await until(() => kinds(coordinators).length === 1, 'the ladder’s step')
    expect(kinds(coordinators)).toEqual(['escalation'])
    await house.settle()
    expect(kinds(nurses)).toEqual(['urgent', 'urgent', 'urgent'])
    await inHouse(coordinator, 'message.takeCharge', { messageId: id })
    house.wait(30 * MINUTE)
    await house.settle()
    await house.settle()
    expect([nurses.received.length, coordinators.received.length]).toEqual([3, 1])
    await Promise.all([nurses, coordinators].map((device) => device.signOut()))
  })
})

describe('nodes', () => {
  it('two nodes that look at once: each device rings once for each message', async () => {
    const second = await house.secondNode()
    const phone = await house.device(nurse)
    const texts = Array.from({ length: 20 }, (_, index) => `Message ${index}`)
    for (const text of texts)
      await inHouse(doctor, 'message.post', { conversationId, text, urgency: 'urgent' })
    for (let round = 0; round < 5; round++)
      await Promise.all([house.settle(), second.application.jobs.runNow('push')])
    await until(() => phone.asked >= texts.length, 'the messages')
    expect(phone.asked).toBe(texts.length)
    await phone.signOut()
  })
})

it('no word of a patient, no name and no endpoint is stored with deliveries or jobs, or logged', async () => {
  const stored = await Promise.all(
    ['deliveries', 'jobs'].map((name) => house.connection.collection(name).find().toArray()),
  )
  expect(stored[0]?.length).toBeGreaterThan(10)
  for (const text of [JSON.stringify(stored), house.log.join('\n')]) {
    expect(text).not.toMatch(/canari|confusion|Essai|Paule|Cleo|Nurse/i)
    expect(text).not.toContain(house.service.host)
  }
})
