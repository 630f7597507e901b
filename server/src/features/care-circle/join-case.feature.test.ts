/** Somebody from outside the walls who is let into one case, by the person's consent: that one, and nothing else. */
import { randomUUID } from 'node:crypto'
import type { AcceptedInvitation, MadeInvitation } from '@colloque/contract'
import type { CircleMember, PatientCase, Profession } from '@colloque/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { command, connect, subscribe } from '../../testing/socket.ts'
import { buildPatient, startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

const OWN_PASSWORD = 'girafe velours 37 tuilerie'
let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let teamId: string

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  teamId = doctor.teamIds[0] ?? ''
})
afterAll(() => house.stop())

const post = async (path: string, body: object, token?: string) => {
  const answer = await fetch(`${house.url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as unknown }
}
const get = async (path: string, token: string) => {
  const answer = await fetch(`${house.url}/api/v1${path}`, { headers: { Authorization: `Bearer ${token}` } })
  return { status: answer.status, body: (await answer.json()) as { items: object[] } }
}
const named = (caseId: string, over: object = { profession: 'physician' }) =>
  doctor.done('circle.add', { caseId, name: 'Dr Vidal, cardiologue', ...over } as never)
const agrees = (caseId: string, memberId: string) =>
  doctor.done('consent.record', {
    ...{ caseId, decision: 'agrees', how: 'oral', on: '2026-01-05', about: { kind: 'member', memberId } },
  })
const invite = (caseId: string, memberId: string, email = `${randomUUID()}@essais.example`) =>
  post(`/cases/${caseId}/invitations`, { memberId, email }, doctor.token)
const secretOf = ({ body }: { body: unknown }) => new URL((body as MadeInvitation).link).hash.slice(1)
const accept = (token: string, by?: string) =>
  post('/invitations/accept', by ? { token } : { token, password: OWN_PASSWORD }, by)
const memberIn = async (caseId: string, memberId: string) =>
  (await house.application.changes.fold(`case:${caseId}`)).get<CircleMember>('circleMember', memberId)?.after
/** Somebody invited to a new case. */
async function letIn(): Promise<{ caseId: string; memberId: string; token: string; accountId: string }> {
  const caseId = await house.openCase(doctor)
  const { id: memberId } = await named(caseId)
  await agrees(caseId, memberId)
  const { body } = await accept(secretOf(await invite(caseId, memberId)))
  const { accessToken = '', account } = body as AcceptedInvitation
  return { caseId, memberId, token: accessToken ?? '', accountId: account.id }
}
const refused = (status: number, code: string, data: object) => ({
  status,
  body: { ok: false, error: { code, data } },
})

describe('an outside specialist', () => {
  it('is let in by the person’s consent alone', async () => {
    const caseId = await house.openCase(doctor)
    const { id: memberId } = await named(caseId)
    expect(await invite(caseId, memberId)).toMatchObject(refused(400, 'invalid', { why: 'consent_missing' }))
    const { id: consentId } = await agrees(caseId, memberId)
    const link = secretOf(await invite(caseId, memberId))
    await doctor.done('consent.withdraw', { consentId, reason: 'Ne veut plus' })
    const { accountId } = (await memberIn(caseId, memberId)) ?? {}
    expect(await accept(link)).toMatchObject(refused(400, 'invalid', { why: 'consent_missing' }))
    expect(accountId).toBeNull()
    await agrees(caseId, memberId)
    expect(await accept(link)).toMatchObject({ status: 200 })
    expect(await memberIn(caseId, memberId)).toMatchObject({ basis: 'consent', view: 'case' })
  })

  it('sees that one case alone', async () => {
    const other = await house.openCase(doctor)
    const { caseId, token } = await letIn()
    expect((await get('/cases', token)).body.items).toMatchObject([{ id: caseId }])
    expect((await get(`/cases/${caseId}`, token)).status).toBe(200)
    expect((await get(`/cases/${other}`, token)).status).toBe(404)
    expect(
      await post('/commands/message.post', { commandId: randomUUID(), caseId, text: 'Vu' }, token),
    ).toMatchObject({ status: 200 })
  })

  it('opens no case, is in no directory, takes no part in the team’s talk and breaks no glass', async () => {
    const other = await house.openCase(doctor)
    const { token, accountId } = await letIn()
    const socket = await connect(house.url, token)
    const patient = buildPatient()
    expect(
      await command(socket, 'case.create', { patient, reason: 'x', informed: { how: 'oral' }, teamId }),
    ).toMatchObject({ ok: false, error: { code: 'invalid', data: { field: 'teamId' } } })
    expect(
      await command(socket, 'case.create', { patient, reason: 'x', informed: { how: 'oral' } }),
    ).toMatchObject({ ok: false, error: { code: 'invalid', data: { field: 'teamId' } } })

    const directory = JSON.stringify((await nurse.get(`/streams/team:${teamId}/snapshot`)).body)
    expect(directory).toContain(doctor.id)
    expect(directory).not.toContain(accountId)
    const nowhere = { ok: false, error: { code: 'not_found', data: {} } }
    for (const stream of [`team:${teamId}`, `conversation:${teamId}`])
      expect(await subscribe(socket, stream)).toEqual(nowhere)
    expect(await command(socket, 'message.post', { conversationId: teamId, text: 'x' })).toEqual(nowhere)
    expect(await command(socket, 'conversation.open', { accountIds: [doctor.id] })).toMatchObject({
      ok: false,
    })
    expect(await doctor.send('circle.add', { caseId: other, accountId })).toMatchObject({
      ok: false,
      error: { code: 'invalid', data: { field: 'accountId' } },
    })

    const fold = await house.application.changes.fold(`case:${other}`)
    const known = fold.get<PatientCase>('patientCase', other)?.after?.patient
    expect(
      await command(socket, 'breakGlass.open', {
        ...{ birthName: known?.birthName, firstNames: known?.firstNames, birthDate: known?.birthDate },
        ...{ reason: 'unreachable', words: 'x' },
      }),
    ).toEqual(nowhere)
    socket.disconnect()
  })

  it('has the rights of their own trade, whatever they were called when they were named', async () => {
    const caseId = await house.openCase(doctor)
    const { id: memberId } = await named(caseId)
    await agrees(caseId, memberId)
    const physio = await outsideAccount('physiotherapist')
    expect(await accept(secretOf(await invite(caseId, memberId, physio.email)), physio.token)).toMatchObject({
      status: 200,
    })
    expect(await memberIn(caseId, memberId)).toMatchObject({ profession: 'physiotherapist', view: 'case' })
    const add = { commandId: randomUUID(), caseId, name: 'Warfarine' }
    expect(await post('/commands/medication.add', add, physio.token)).toMatchObject(
      refused(400, 'invalid', { why: 'not_your_profession' }),
    )
  })

  it('has one place in a circle', async () => {
    const { caseId, accountId } = await letIn()
    const { id: again } = await named(caseId)
    await agrees(caseId, again)
    const account = await house.application.accounts.find(accountId)
    const link = secretOf(await invite(caseId, again, account?.email))
    const signedIn = await post('/session', { email: account?.email, password: OWN_PASSWORD })
    const { accessToken } = signedIn.body as { accessToken: string }
    expect(await accept(link, accessToken)).toMatchObject(
      refused(409, 'conflict', { why: 'already_in_circle' }),
    )
    expect(await memberIn(caseId, again)).toMatchObject({ accountId: null })
  })
})

describe('a relative', () => {
  it('sees what is shared, even where their own account is a colleague’s', async () => {
    const caseId = await house.openCase(doctor)
    const { id: memberId } = await named(caseId, { relation: 'fille' })
    expect(await accept(secretOf(await invite(caseId, memberId, nurse.email)), nurse.token)).toMatchObject({
      status: 200,
    })
    expect(await memberIn(caseId, memberId)).toMatchObject({
      ...{ accountId: nurse.id, view: 'shared', basis: 'relative', profession: null },
    })
    expect((await nurse.get(`/cases/${caseId}`)).status).toBe(404)
  })

  it('is not let into what is closed', async () => {
    const caseId = await house.openCase(doctor)
    const { id: memberId } = await named(caseId, { relation: 'fils' })
    const email = `${randomUUID()}@essais.example`
    const link = secretOf(await invite(caseId, memberId, email))
    await doctor.done('case.close', { caseId, reason: 'Fini' })
    expect(await accept(link)).toMatchObject(refused(409, 'conflict', { status: 'closed' }))
    expect(await memberIn(caseId, memberId)).toMatchObject({ accountId: null })
    expect(await house.application.accounts.byEmail(email)).toBeUndefined()
  })
})

/** Somebody with an account and a trade who is in no team. */
async function outsideAccount(profession: Profession): Promise<{ email: string; token: string }> {
  const email = `${randomUUID()}@essais.example`
  const person = { email, name: 'Phil Outside', profession, phone: null, teamIds: [] }
  await house.application.accounts.create(person, OWN_PASSWORD)
  const { body } = await post('/session', { email, password: OWN_PASSWORD })
  return { email, token: (body as { accessToken: string }).accessToken }
}
