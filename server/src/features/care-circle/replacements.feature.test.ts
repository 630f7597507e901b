import { addDays, endOfAbsence, wallClock, type CircleMember, type Task } from '@colloque/domain'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { until } from '../../testing/socket.ts'
import { PASSWORD, startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

let house: TestHouse
let doctor: TestPerson
let away: TestPerson
let standIn: TestPerson
let coordinator: TestPerson
let teamId: string
/** How far the house's clock is ahead, in milliseconds. */
let ahead = 0
const DAY = 86_400_000

beforeAll(async () => {
  house = await startTestHouse({ clock: () => new Date(Date.now() + ahead) })
})
// Everybody anew: an absence of one test says nothing in the next.
beforeEach(async () => {
  ahead = 0
  doctor = await house.person('Cleo Doctor', 'physician')
  away = await house.person('Ada Away', 'physician')
  standIn = await house.person('Stan Din', 'nurse')
  coordinator = await house.person('Nadia Coordinator', 'coordinator')
  teamId = doctor.teamIds[0] ?? ''
})
afterAll(() => house.stop())

const today = () => wallClock(new Date(Date.now() + ahead).toISOString()).day
const inDays = (days: number) => addDays(today(), days)
const runJob = () => house.application.jobs.runNow('replacements')
const placesIn = async (caseId: string, { id }: TestPerson) =>
  (await house.application.changes.fold(`case:${caseId}`))
    .all<CircleMember>('circleMember')
    .flatMap(({ after }) => (after?.accountId === id ? [after] : []))
const placeIn = async (caseId: string, person = standIn) => (await placesIn(caseId, person)).at(-1)
const isIn = async (caseId: string, person = standIn) =>
  (await placesIn(caseId, person)).some(({ status }) => status === 'active')
const absent = (from: string, to: string, over: object = {}) =>
  away.done('schedule.addAbsence', { teamId, from, to, replacedBy: standIn.id, ...over })
const lastOf = ({ absences }: { absences: readonly { id: string }[] }) => absences.at(-1)?.id ?? ''
/** A new access token, once the clock has gone past the one that was there. */
async function statusFor({ email }: TestPerson, path: string): Promise<number> {
  const signIn = await fetch(`${house.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD }),
  })
  const { accessToken } = (await signIn.json()) as { accessToken: string }
  const headers = { Authorization: `Bearer ${accessToken}` }
  return (await fetch(`${house.url}/api/v1${path}`, { headers })).status
}

it('begins at once on the first day, in every circle of the absent one, which sees who stands in and until when', async () => {
  const [one, other] = [await house.openCase(away), await house.openCase(doctor, [away])]
  const elsewhere = await house.openCase(doctor)
  await absent(today(), inDays(2))
  for (const caseId of [one, other]) {
    await until(() => isIn(caseId))
    const { body } = await away.get(`/cases/${caseId}`)
    expect((body as { circle: CircleMember[] }).circle).toContainEqual(
      expect.objectContaining({
        ...{ accountId: standIn.id, name: standIn.name, profession: 'nurse', view: 'case' },
        ...{ basis: 'replacement', replaces: away.id, until: endOfAbsence({ to: inDays(2) }) },
      }),
    )
    expect((await standIn.get(`/cases/${caseId}`)).status).toBe(200)
    // The absent one keeps what they had.
    await away.done('message.post', { caseId, text: 'Je passe demain' })
  }
  await runJob()
  expect(await isIn(elsewhere)).toBe(false)
  expect((await standIn.get(`/cases/${elsewhere}`)).status).toBe(404)
})

it('gives the rights of their own profession, whomever they stand in for', async () => {
  const caseId = await house.openCase(away)
  await absent(today(), today())
  await until(() => isIn(caseId))
  const { id: taskId } = await away.done('task.create', { caseId, title: 'Pansement' })
  await standIn.done('task.claim', { taskId })
  const { id: medicationId } = await standIn.done('medication.add', { caseId, name: 'Warfarine' })
  const change = { medicationId, posology: '2 le soir', reason: 'INR' }
  expect(await standIn.send('medication.change', change)).toMatchObject({
    ok: false,
    error: { code: 'invalid' },
  })
  await away.done('medication.change', change)
})

it('waits for the first day, and is over with the last', async () => {
  const caseId = await house.openCase(away, [doctor])
  await absent(inDays(1), inDays(2))
  await runJob()
  expect(await isIn(caseId)).toBe(false)
  ahead = DAY
  await runJob()
  await runJob()
  expect(await placesIn(caseId, standIn)).toHaveLength(1)
  const { until: end = null } = (await placeIn(caseId)) ?? {}
  expect(end).toBe(endOfAbsence({ to: inDays(1) }))
  ahead = Date.parse(end ?? '') - Date.now() - 60_000
  expect(await statusFor(standIn, `/cases/${caseId}`)).toBe(200)
  ahead += 61_000
  expect(await statusFor(standIn, `/cases/${caseId}`)).toBe(404)
  await house.application.jobs.runNow('circle-expiry')
  await runJob()
  expect(await isIn(caseId)).toBe(false)
})

it('counts for a case that is opened meanwhile, and for one that is opened again', async () => {
  const closed = await house.openCase(away)
  await away.done('case.close', { caseId: closed, reason: 'Fini' })
  await absent(today(), today())
  const meanwhile = await house.openCase(doctor, [away])
  await house.application.changes.catchUp(`case:${meanwhile}`)
  await runJob()
  expect(await isIn(meanwhile)).toBe(true)
  expect(await isIn(closed)).toBe(false)
  await away.done('case.reopen', { caseId: closed })
  await runJob()
  expect(await isIn(closed)).toBe(true)
})

it('gives no second place to who is there, none against the person’s word, none after the circle has ended it', async () => {
  const there = await house.openCase(away, [standIn])
  const objecting = await house.openCase(away)
  const { id: consentId } = await away.done('consent.record', {
    ...{ caseId: objecting, decision: 'objects', how: 'oral', on: '2026-01-05' },
    about: { kind: 'account', accountId: standIn.id },
  })
  const ended = await house.openCase(away)
  await absent(today(), today())
  await until(() => isIn(ended))
  await away.done('circle.remove', { caseId: ended, accountId: standIn.id, reason: 'Pas ici' })
  await house.application.changes.catchUp(`case:${ended}`)
  await runJob()
  expect(await placesIn(there, standIn)).toMatchObject([{ basis: 'team', status: 'active' }])
  expect(await placesIn(objecting, standIn)).toEqual([])
  expect(await placesIn(ended, standIn)).toMatchObject([{ status: 'left', leftReason: 'Pas ici' }])
  await away.done('consent.withdraw', { consentId, reason: 'A changé d’avis' })
  await runJob()
  expect(await isIn(objecting)).toBe(true)
})

it('ends at once with an absence that is taken back, and moves with one that is longer or shorter', async () => {
  const caseId = await house.openCase(away)
  const absenceId = lastOf(await absent(inDays(-2), inDays(1)))
  await until(() => isIn(caseId))
  const { id: taskId } = await away.done('task.create', { caseId, title: 'Pansement' })
  await standIn.done('task.claim', { taskId })

  const endsOn = async (to: string) => {
    await away.done('schedule.changeAbsence', { teamId, absenceId, to })
    await until(async () => (await placeIn(caseId))?.until === endOfAbsence({ to }))
  }
  await endsOn(inDays(5))
  await endsOn(today())
  expect(await placesIn(caseId, standIn)).toHaveLength(1)
  const bad = { teamId, absenceId, to: inDays(-3) }
  expect(await away.send('schedule.changeAbsence', bad)).toMatchObject({ status: 400 })

  // Back since yesterday evening.
  await away.done('schedule.changeAbsence', { teamId, absenceId, to: inDays(-1) })
  await until(async () => !(await isIn(caseId)))
  expect((await standIn.get(`/cases/${caseId}`)).status).toBe(404)
  const fold = await house.application.changes.fold(`case:${caseId}`)
  expect(fold.get<Task>('task', taskId)?.after?.status).toBe('open')

  await away.done('schedule.removeAbsence', { teamId, absenceId })
  const second = lastOf(await absent(today(), inDays(1)))
  await until(() => isIn(caseId))
  await away.done('schedule.removeAbsence', { teamId, absenceId: second })
  await until(async () => !(await isIn(caseId)))
})

it('is of the team: nobody else is taken, and who leaves it stands in for nobody', async () => {
  const caseId = await house.openCase(away)
  const otherTeam = await house.application.teams.create({ name: 'Une autre maison' })
  const stranger = await house.person('Otto Other', 'nurse', { teamId: otherTeam })
  const asked = { teamId, from: today(), to: inDays(1), replacedBy: stranger.id }
  expect(await away.send('schedule.addAbsence', asked)).toMatchObject({
    ok: false,
    error: { code: 'invalid', data: { field: 'replacedBy' } },
  })
  await absent(today(), inDays(1))
  await until(() => isIn(caseId))
  await coordinator.done('team.removeMember', { teamId, accountId: standIn.id, reason: 'x' })
  await until(async () => !(await isIn(caseId)))
  await runJob()
  expect(await isIn(caseId)).toBe(false)
})

it('is not handed on: who stands in and is away themself sends nobody', async () => {
  const caseId = await house.openCase(away)
  await absent(today(), today())
  await until(() => isIn(caseId))
  const third = await house.person('Tia Third', 'nurse')
  await house.application.changes.catchUp(`case:${caseId}`)
  await standIn.done('schedule.addAbsence', { teamId, from: today(), to: today(), replacedBy: third.id })
  await runJob()
  expect(await isIn(caseId, third)).toBe(false)
})

it('does not outlast the place that is stood in for', async () => {
  const caseId = await house.openCase(doctor)
  const end = new Date(Date.now() + 60_000).toISOString()
  await doctor.done('circle.add', { caseId, accountId: away.id, until: end })
  await house.application.changes.catchUp(`case:${caseId}`)
  await absent(today(), inDays(3))
  await until(() => isIn(caseId))
  expect((await placeIn(caseId))?.until).toBe(end)
})
