import type { CircleMember, PatientCase } from '@colloque/domain'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { connect, subscribe, until } from '../../testing/socket.ts'
import { PASSWORD, startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let secretary: TestPerson
/** How far the house's clock is ahead, in milliseconds. */
let ahead = 0
const MINUTE = 60_000

beforeAll(async () => {
  house = await startTestHouse({ clock: () => new Date(Date.now() + ahead) })
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  secretary = await house.person('Sam Secretary', 'medicalSecretary')
})
afterEach(() => {
  ahead = 0
})
afterAll(() => house.stop())

const inMinutes = (minutes: number) => new Date(Date.now() + ahead + minutes * MINUTE).toISOString()
const memberIn = (caseId: string, id: string) =>
  house.application.changes.cachedFold(`case:${caseId}`)?.get<CircleMember>('circleMember', id)?.after
const identityOf = async (caseId: string) => {
  const fold = await house.application.changes.fold(`case:${caseId}`)
  const { birthName, firstNames, birthDate } = (
    fold.get<PatientCase>('patientCase', caseId)?.after as PatientCase
  ).patient
  return { birthName, firstNames, birthDate }
}
/** A new access token, once the clock has gone past the one that was there. */
async function tokenOf({ email }: TestPerson): Promise<string> {
  const response = await fetch(`${house.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD }),
  })
  return ((await response.json()) as { accessToken: string }).accessToken
}
const statusOf = async (path: string, token: string) =>
  (await fetch(`${house.url}/api/v1${path}`, { headers: { Authorization: `Bearer ${token}` } })).status
const NOT_THERE = { status: 404, ok: false, error: { code: 'not_found', data: {} } }
const refused = (why: string, code = 'invalid') => ({ ok: false, error: { code, data: { why } } })

describe('a membership with an end', () => {
  it('gives nothing from that instant on, and what it held open is closed', async () => {
    const caseId = await house.openCase(doctor)
    const added = await doctor.done('circle.add', {
      ...{ caseId, accountId: nurse.id, why: 'Remplace Mme Roy', until: inMinutes(5) },
    })
    expect(added).toMatchObject({ basis: 'team', view: 'case', why: 'Remplace Mme Roy' })
    const socket = await connect(house.url, nurse.token)
    await subscribe(socket, `case:${caseId}`)
    ahead = 5 * MINUTE + 1
    expect((await nurse.get(`/cases/${caseId}`)).status).toBe(404)
    expect(await nurse.send('message.post', { caseId, text: 'x' })).toEqual(NOT_THERE)
    await house.application.jobs.runNow('circle-expiry')
    await until(() => socket.unsubscribed.length > 0)
    expect(memberIn(caseId, added.id)).toMatchObject({ status: 'left' })
    socket.disconnect()
  })

  it('is prolonged, and never into the past', async () => {
    const caseId = await house.openCase(doctor)
    const { id: memberId } = await doctor.done('circle.add', {
      ...{ caseId, accountId: nurse.id, until: inMinutes(5) },
    })
    await doctor.done('circle.update', { caseId, memberId, until: null })
    expect(await doctor.send('circle.update', { caseId, memberId, until: inMinutes(-1) })).toMatchObject(
      refused('past'),
    )
    ahead = 6 * MINUTE
    await house.application.jobs.runNow('circle-expiry')
    expect((await nurse.get(`/cases/${caseId}`)).status).toBe(200)
  })
})

describe('what somebody sees', () => {
  it('is told by the rules that the doors ask', async () => {
    const caseId = await house.openCase(doctor, [secretary])
    const { body } = await doctor.get(`/cases/${caseId}`)
    const { id: memberId } = (body as { circle: { id: string; accountId: string }[] }).circle.find(
      ({ accountId }) => accountId === secretary.id,
    ) ?? { id: '' }
    const sees = async () => (await doctor.get(`/cases/${caseId}/circle/${memberId}/sees`)).body
    const permissionOf = (answer: { permissions: { permission: string }[] }, name: string) =>
      answer.permissions.find(({ permission }) => permission === name)
    const reading = { caseId, text: 'Pouls', readings: [{ kind: 'pulse' as const, value: 72 }] }

    const before = await sees()
    expect(before).toMatchObject({ view: 'case', parts: 0 })
    expect(before.documents).toEqual([
      { kind: 'board', access: 'write' },
      { kind: 'plan', access: 'write' },
    ])
    expect(before.planSections).not.toContain('health')
    expect(permissionOf(before, 'measurement.record')).toMatchObject({ allowed: false })
    expect(await secretary.send('note.record', reading)).toMatchObject({ ok: false })

    const { id: delegationId } = await doctor.done('delegation.open', {
      ...{ caseId, act: 'measurement.record', profession: 'medicalSecretary' },
      ...{ protocol: 'Tension au secrétariat, version 2', until: inMinutes(60) },
    })
    expect(permissionOf(await sees(), 'measurement.record')).toEqual({
      permission: 'measurement.record',
      allowed: true,
      delegated: true,
    })
    await secretary.done('note.record', reading)
    await doctor.done('delegation.end', { delegationId })
    expect(await secretary.send('note.record', reading)).toMatchObject(refused('not_your_profession'))
  })

  it('is handed over by those who may alone', async () => {
    const caseId = await house.openCase(doctor, [nurse])
    expect(
      await nurse.send('delegation.open', {
        ...{ caseId, act: 'measurement.record', profession: 'medicalSecretary', protocol: 'x' },
        until: inMinutes(60),
      }),
    ).toMatchObject(refused('not_your_profession'))
  })

  it('is nothing of the case for whom it is only shared with', async () => {
    const caseId = await house.openCase(doctor)
    const { id: memberId } = await doctor.done('circle.add', {
      ...{ caseId, accountId: nurse.id, view: 'shared' },
    })
    expect((await nurse.get(`/cases/${caseId}`)).status).toBe(404)
    expect((await nurse.get(`/streams/case:${caseId}/changes?since=0`)).status).toBe(404)
    expect(await nurse.send('message.post', { caseId, text: 'x' })).toEqual(NOT_THERE)
    await doctor.done('circle.update', { caseId, memberId, view: 'case' })
    expect((await nurse.get(`/cases/${caseId}`)).status).toBe(200)
    const socket = await connect(house.url, nurse.token)
    await subscribe(socket, `case:${caseId}`)
    await doctor.done('circle.update', { caseId, memberId, view: 'shared' })
    await until(() => socket.unsubscribed.length > 0)
    socket.disconnect()
  })
})

it('a relative leaves by themself; the last professional does not', async () => {
  const caseId = await house.openCase(doctor)
  const daughter = await house.relative('Rose Relative', caseId, doctor)
  await daughter.done('circle.leave', { caseId })
  expect((await daughter.get('/me/shared-cases')).body).toMatchObject({ items: [] })
  expect(await daughter.send('shared.post', { caseId, text: 'x' })).toEqual(NOT_THERE)
  expect(await doctor.send('circle.leave', { caseId })).toMatchObject(refused('last_of_circle', 'conflict'))
})

describe('what the person said', () => {
  it('against somebody puts them out at once, and keeps them out until it is taken back', async () => {
    const caseId = await house.openCase(doctor, [nurse])
    const { id: consentId } = await doctor.done('consent.record', {
      ...{ caseId, decision: 'objects', about: { kind: 'account', accountId: nurse.id } },
      ...{ how: 'oral', on: '2026-01-05', note: 'Ne souhaite pas que sa voisine sache' },
    })
    expect((await nurse.get(`/cases/${caseId}`)).status).toBe(404)
    expect(await doctor.send('circle.add', { caseId, accountId: nurse.id })).toMatchObject({
      ok: false,
      error: { code: 'conflict', data: { why: 'person_objects', consentId } },
    })
    await doctor.done('consent.withdraw', { consentId, reason: 'A changé d’avis' })
    await doctor.done('circle.add', { caseId, accountId: nurse.id })
    expect(await doctor.send('consent.withdraw', { consentId, reason: 'x' })).toMatchObject(
      refused('withdrawn', 'conflict'),
    )
  })

  it('cannot be said of tomorrow, nor leave the case without anybody', async () => {
    const caseId = await house.openCase(doctor)
    const said = { caseId, decision: 'objects', how: 'oral' } as const
    const about = { kind: 'account', accountId: doctor.id } as const
    expect(await doctor.send('consent.record', { ...said, about, on: '2100-01-01' })).toMatchObject(
      refused('future'),
    )
    expect(await doctor.send('consent.record', { ...said, about, on: '2026-01-05' })).toMatchObject(
      refused('last_of_circle', 'conflict'),
    )
  })
})

describe('abuse 22: emergency access', () => {
  const asked = { reason: 'unreachable', words: 'Trouvée au sol, médecin injoignable' } as const

  it('opens the one case whose identity is known, is seen by all, lasts an hour and is reviewed', async () => {
    const caseId = await house.openCase(doctor, [nurse])
    const rescuer = await house.person('Rita Rescuer', 'nurse')
    const circle = await connect(house.url, nurse.token)
    await subscribe(circle, `case:${caseId}`)
    const identity = await identityOf(caseId)
    const access = await rescuer.done('breakGlass.open', { ...identity, ...asked })
    expect(access).toMatchObject({ caseId, accountId: rescuer.id, ...asked, review: null })
    await until(() => circle.changes.some(({ kind }) => kind === 'breakGlass.opened'))

    // Reads, says what was done, and nothing else.
    expect((await rescuer.get(`/cases/${caseId}`)).status).toBe(200)
    await rescuer.done('message.post', { caseId, text: 'Vue à domicile' })
    expect(await rescuer.send('task.create', { caseId, title: 'x' })).toMatchObject(
      refused('not_your_profession'),
    )
    expect(await rescuer.send('circle.remove', { caseId, accountId: nurse.id })).toMatchObject({ ok: false })
    // Every access marked.
    await expect
      .poll(async () => JSON.stringify((await house.connection.collection('audit').find().toArray()) ?? []))
      .toContain(access.id)

    const waiting = await doctor.get('/me/queue')
    expect(JSON.stringify(waiting.body)).toContain('reviewBreakGlass')
    expect(
      await nurse.send('breakGlass.review', { breakGlassId: access.id, verdict: 'justified' }),
    ).toMatchObject(refused('not_yours_to_review'))

    ahead = 60 * MINUTE + 1
    expect(await statusOf(`/cases/${caseId}`, await tokenOf(rescuer))).toBe(404)
    await house.application.jobs.runNow('circle-expiry')
    expect(memberIn(caseId, access.memberId)).toMatchObject({ status: 'left' })
    ahead = 0
    await doctor.done('breakGlass.review', { breakGlassId: access.id, verdict: 'justified', word: 'Merci' })
    expect(
      await doctor.send('breakGlass.review', { breakGlassId: access.id, verdict: 'unjustified' }),
    ).toMatchObject(refused('reviewed', 'conflict'))
    circle.disconnect()
  })

  it('is refused without a reason, by another identity, trade or house, and to whom the person objects', async () => {
    const caseId = await house.openCase(doctor)
    const identity = await identityOf(caseId)
    const rescuer = await house.person('Rico Rescuer', 'physician')
    expect(await rescuer.send('breakGlass.open', { ...identity, reason: 'other', words: ' ' })).toMatchObject(
      {
        ok: false,
        error: { code: 'invalid' },
      },
    )
    expect(await rescuer.send('breakGlass.open', { ...identity, ...asked, birthDate: '1941-03-10' })).toEqual(
      NOT_THERE,
    )
    expect(await secretary.send('breakGlass.open', { ...identity, ...asked })).toMatchObject({ ok: false })
    const elsewhere = await house.application.teams.create({ name: 'Une autre maison' })
    const stranger = await house.person('Olga Outside', 'physician', { teamId: elsewhere })
    expect(await stranger.send('breakGlass.open', { ...identity, ...asked })).toEqual(NOT_THERE)
    await doctor.done('consent.record', {
      ...{ caseId, decision: 'objects', about: { kind: 'account', accountId: rescuer.id } },
      ...{ how: 'oral', on: '2026-01-05' },
    })
    expect(await rescuer.send('breakGlass.open', { ...identity, ...asked })).toMatchObject(
      refused('person_objects', 'conflict'),
    )
  })

  it('is few in an hour', async () => {
    const rescuer = await house.person('Rosa Rescuer', 'nurse')
    const answers = []
    for (let n = 0; n < 20; n++)
      answers.push(
        (
          await rescuer.send('breakGlass.open', {
            ...{ birthName: `Inconnue${n}`, firstNames: 'Jeanne', birthDate: '1950-01-01', ...asked },
          })
        ).status,
      )
    expect(answers.filter((status) => status === 404)).toHaveLength(5)
    expect(answers.filter((status) => status === 429)).toHaveLength(15)
  })

  it('is ended before its time by its holder or by the circle', async () => {
    const caseId = await house.openCase(doctor)
    const rescuer = await house.person('Rina Rescuer', 'nurse')
    const { id } = await rescuer.done('breakGlass.open', { ...(await identityOf(caseId)), ...asked })
    await doctor.done('breakGlass.end', { breakGlassId: id })
    expect((await rescuer.get(`/cases/${caseId}`)).status).toBe(404)
    expect(await doctor.send('breakGlass.end', { breakGlassId: id })).toMatchObject(
      refused('over', 'conflict'),
    )
  })
})
