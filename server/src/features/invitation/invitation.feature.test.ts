/** Links into a team and into a circle, over HTTP: who makes them, what they show, who is let in, and how often. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { AcceptedInvitation, InvitationLink, MadeInvitation } from '@colloque/contract'
import { SECURITY_AT_FIRST, type CircleMember, type TeamMember } from '@colloque/domain'
import { generateSync } from 'otplib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAuthenticator, type PasskeyOptions } from '../../testing/authenticator.ts'
import { PASSWORD, startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

const ADDRESS = 'https://colloque.maison.example'
const OWN_PASSWORD = 'girafe velours 37 tuilerie'
const DAY = 86_400_000

let house: TestHouse
let coordinator: TestPerson
let nurse: TestPerson
let teamId: string
let moved = 0

beforeAll(async () => {
  house = await startTestHouse({ address: ADDRESS, clock: () => new Date(Date.now() + moved) })
  coordinator = await house.person('Nadia Coordinator', 'coordinator')
  nurse = await house.person('Ada Nurse', 'nurse')
  teamId = coordinator.teamIds[0] ?? ''
})
afterAll(() => house.stop())

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read answers freely
type Anything = any

interface Answer<Body> {
  readonly status: number
  readonly body: Body
  readonly cookies: readonly string[]
}
async function ask<Body = Anything>(
  method: string,
  path: string,
  body?: object,
  { token, origin }: { readonly token?: string; readonly origin?: string } = {},
): Promise<Answer<Body>> {
  const response = await fetch(`${house.url}/api/v1${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(origin === undefined ? {} : { Origin: origin }),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await response.text()
  return {
    status: response.status,
    body: (text ? JSON.parse(text) : undefined) as Body,
    cookies: response.headers.getSetCookie(),
  }
}

const newEmail = () => `${randomUUID()}@essais.example`
const person = (over: object = {}) => ({
  ...{ email: newEmail(), name: 'Hugo Marchand', profession: 'pharmacist' },
  ...over,
})
const invite = async (over: object = {}, by = coordinator) => {
  const answer = await ask<MadeInvitation>('POST', `/teams/${teamId}/invitations`, person(over), by)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return { ...answer.body.invitation, token: secretOf(answer.body.link), link: answer.body.link }
}
const secretOf = (link: string) => new URL(link).hash.slice(1)
const read = (token: string) => ask<InvitationLink>('POST', '/invitations/read', { token })
const accept = (token: string, over: object = { password: OWN_PASSWORD }, options = {}) =>
  ask<AcceptedInvitation>('POST', '/invitations/accept', { token, ...over }, options)
const signIn = (email: string, password: string) => ask('POST', '/session', { email, password })
const refusal = (why: string) => ({ status: 404, body: { error: { code: 'not_found', data: { why } } } })
const members = async () =>
  (await house.application.changes.fold(`team:${teamId}`))
    .all<TeamMember>('teamMember')
    .map(({ after }) => after)

describe('a link into a team', () => {
  it('shows who invites whom, and makes an account that is in the team', async () => {
    const { email, token, link } = await invite({ rpps: '997 0029 6140' })
    expect(link).toBe(`${ADDRESS}/invitation#${token}`)
    expect(await read(token)).toMatchObject({
      status: 200,
      body: {
        ...{ kind: 'team', house: 'Maison des essais', invitedBy: 'Nadia Coordinator' },
        ...{ name: 'Hugo Marchand', email, profession: 'pharmacist', hasAccount: false },
      },
    })
    const accepted = await accept(token, { password: OWN_PASSWORD, name: 'Hugo Marchand-Petit' })
    expect(accepted).toMatchObject({
      status: 200,
      body: { account: { email, teamIds: [teamId] }, caseId: null },
    })
    expect(accepted.cookies[0]).toMatch(/^__Host-colloque=.*HttpOnly.*SameSite=Strict/)
    const me = await ask('GET', '/me', undefined, { token: accepted.body.accessToken ?? '' })
    expect(me.body).toMatchObject({ email, rpps: '99700296140', name: 'Hugo Marchand-Petit' })
    expect(await members()).toContainEqual(
      expect.objectContaining({ accountId: me.body.id, profession: 'pharmacist', administrator: false }),
    )
    expect((await signIn(email, OWN_PASSWORD)).status).toBe(200)
  })

  it('opens nothing by a password alone where the team asks for more: the second factor comes first', async () => {
    const strict = await house.application.teams.create({ name: 'Maison stricte' })
    const boss = await house.person('Sonia Strict', 'coordinator', { teamId: strict })
    await house.application.teams.addMember({
      ...{ teamId: strict, accountId: boss.id, name: boss.name, profession: 'coordinator', phone: null },
      administrator: true,
    })
    const made = await ask<MadeInvitation>('POST', `/teams/${strict}/invitations`, person(), boss)
    const token = secretOf(made.body.link)
    await boss.done('team.setSecurity', {
      teamId: strict,
      security: { ...SECURITY_AT_FIRST, secondFactorRequired: true },
    })
    const accepted = await ask('POST', '/invitations/accept', { token, password: OWN_PASSWORD })
    expect(accepted).toMatchObject({
      status: 401,
      body: { error: { data: { why: 'second_factor_enrolment' } } },
      cookies: [],
    })
    const { ticket } = accepted.body.error.data
    const { secret } = (await ask('POST', '/session/second-factor/enrolment', { ticket })).body
    const code = generateSync({ secret })
    const entered = await ask('POST', '/session/second-factor/enrolment/confirm', { ticket, code })
    expect(entered).toMatchObject({ status: 200, body: { account: { teamIds: [strict] } } })
    expect(await read(token)).toMatchObject(refusal('used'))
  })

  it('is good once: of two at the same moment one is let in', async () => {
    const { token, email } = await invite()
    const answers = await Promise.all([1, 2, 3, 4].map(() => accept(token)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404])
    expect(await accept(token)).toMatchObject(refusal('used'))
    expect(await read(token)).toMatchObject(refusal('used'))
    expect(await house.connection.collection('accounts').countDocuments({ email })).toBe(1)
  })

  it('is over after seven days', async () => {
    const { token } = await invite()
    moved += 7 * DAY - 60_000
    expect((await read(token)).status).toBe(200)
    moved += 60_001
    expect(await read(token)).toMatchObject(refusal('expired'))
    expect(await accept(token)).toMatchObject(refusal('expired'))
    moved = 0
  })

  it('a password that is refused leaves it as good as before', async () => {
    const { token, email } = await invite()
    expect(await accept(token, { password: 'motdepasse123' })).toMatchObject({
      status: 400,
      body: { error: { data: { field: 'password' } } },
    })
    expect(await accept(token, {})).toMatchObject({ status: 400 })
    expect(await house.connection.collection('accounts').countDocuments({ email })).toBe(0)
    expect((await accept(token)).status).toBe(200)
  })

  it('is accepted by a passkey, and no other', async () => {
    const { token, email } = await invite()
    const other = await invite()
    const options = (await ask('POST', '/invitations/passkey/options', { token })).body as PasskeyOptions
    const authenticator = createAuthenticator()
    const response = authenticator.create(options)
    const passkey = { name: 'Téléphone', response }
    expect(await accept(other.token, { passkey })).toMatchObject({
      status: 400,
      body: { error: { data: { why: 'passkey_refused' } } },
    })
    const again = (await ask('POST', '/invitations/passkey/options', { token })).body as PasskeyOptions
    const accepted = await accept(token, {
      passkey: { name: 'Téléphone', response: authenticator.create(again) },
    })
    expect(accepted).toMatchObject({ status: 200, body: { account: { email } } })
    const asked = (await ask('POST', '/session/passkey/options')).body as PasskeyOptions
    const deviation = { accountId: accepted.body.account.id }
    const signedIn = await ask('POST', '/session/passkey', { response: authenticator.use(asked, deviation) })
    expect(signedIn).toMatchObject({ status: 200, body: { account: { email } } })
    expect(await accept(other.token)).toMatchObject({ status: 200 })
    const { body } = await ask('GET', '/me/passkeys', undefined, {
      token: (await signIn(other.email, OWN_PASSWORD)).body.accessToken,
    })
    expect(body.items).toEqual([])
  })

  it('never is a way into an account that there is: it joins after signing in, and alone', async () => {
    const otherTeam = await house.application.teams.create({ name: 'Une autre maison' })
    const locum = await house.person('Lou Locum', 'physician', { teamId: otherTeam })
    const { token } = await invite({ email: locum.email.toUpperCase(), profession: 'physician' })
    expect(await read(token)).toMatchObject({ body: { hasAccount: true } })
    expect(await accept(token)).toMatchObject({
      status: 401,
      body: { error: { data: { why: 'sign_in_first' } } },
    })
    expect(await ask('POST', '/invitations/passkey/options', { token })).toMatchObject({ status: 401 })
    expect(await accept(token, {}, nurse)).toMatchObject({
      status: 409,
      body: { error: { data: { why: 'of_another_account' } } },
    })
    expect(await accept(token, {}, { token: 'x.y.z' })).toMatchObject({ status: 401 })
    const accepted = await accept(token, {}, locum)
    expect(accepted).toMatchObject({ status: 200, body: { accessToken: null, account: { id: locum.id } } })
    expect(accepted.body.account.teamIds).toEqual([otherTeam, teamId])
    expect((await signIn(locum.email, PASSWORD)).status).toBe(200)
  })

  it('is made and seen by whoever manages the team, and by nobody else', async () => {
    const path = `/teams/${teamId}/invitations`
    const stranger = await house.person('Stan Stranger', 'physician', {
      teamId: await house.application.teams.create({ name: 'Encore une' }),
    })
    const { id } = await invite()
    for (const [method, address] of [
      ['POST', path],
      ['GET', path],
      ['DELETE', `${path}/${id}`],
    ] as const) {
      const body = method === 'POST' ? person() : undefined
      expect(await ask(method, address, body, nurse), method).toMatchObject({
        status: 400,
        body: { error: { data: { why: 'not_your_profession' } } },
      })
      expect((await ask(method, address, body, stranger)).status, method).toBe(404)
      expect((await ask(method, address, body)).status, method).toBe(401)
    }
  })

  it('is listed while it is open, without its secret, and can be withdrawn', async () => {
    const made = await invite()
    const path = `/teams/${teamId}/invitations`
    const list = async () => (await ask('GET', path, undefined, coordinator)).body.items as { id: string }[]
    expect(await list()).toContainEqual(expect.objectContaining({ id: made.id, email: made.email }))
    expect(JSON.stringify(await list())).not.toContain(made.token)
    expect((await ask('DELETE', `${path}/${made.id}`, undefined, coordinator)).status).toBe(204)
    expect((await ask('DELETE', `${path}/${made.id}`, undefined, coordinator)).status).toBe(404)
    expect((await list()).map(({ id }) => id)).not.toContain(made.id)
    expect(await accept(made.token)).toMatchObject(refusal('withdrawn'))
  })

  it('the next to the same address makes the one before it worthless', async () => {
    const first = await invite()
    const second = await invite({ email: first.email })
    expect(await accept(first.token)).toMatchObject(refusal('withdrawn'))
    expect((await accept(second.token)).status).toBe(200)
    expect(
      await ask('POST', `/teams/${teamId}/invitations`, person({ email: first.email }), coordinator),
    ).toMatchObject({
      status: 409,
      body: { error: { data: { why: 'already_member' } } },
    })
  })

  it('a number that is somebody else’s, or none, is refused at once', async () => {
    await accept((await invite({ rpps: '99700218896' })).token)
    const again = await ask(
      'POST',
      `/teams/${teamId}/invitations`,
      person({ rpps: '99700218896' }),
      coordinator,
    )
    expect(again).toMatchObject({ status: 409, body: { error: { data: { field: 'rpps' } } } })
    const wrong = await ask('POST', `/teams/${teamId}/invitations`, person({ rpps: '123' }), coordinator)
    expect(wrong).toMatchObject({ status: 400, body: { error: { code: 'invalid' } } })
  })

  it('a secret that was guessed, a page of others, a field of one’s own: refused', async () => {
    expect(await read(randomBytes(32).toString('base64url'))).toMatchObject(refusal('unknown'))
    expect((await read('x')).status).toBe(400)
    const { token } = await invite()
    const elsewhere = await accept(token, { password: OWN_PASSWORD }, { origin: 'https://evil.example' })
    expect(elsewhere).toMatchObject({ status: 400, body: { error: { data: { why: 'origin' } } } })
    expect((await accept(token, { password: OWN_PASSWORD, teamIds: [teamId] })).status).toBe(400)
    expect((await accept(token, { password: OWN_PASSWORD, email: 'x@y.example' })).status).toBe(400)
    expect((await read(token)).status).toBe(200)
  })

  it('is on record from its making to its use, without an address', async () => {
    const { id, token, email } = await invite()
    await accept(token)
    const records = await house.connection
      .collection('audit')
      .find({ 'detail.invitationId': id })
      .sort({ seq: 1 })
      .toArray()
    expect(records.map(({ kind, trail }) => [kind, trail])).toEqual([
      ['invitation.made', 'house'],
      ['invitation.used', 'house'],
    ])
    const stored = JSON.stringify([
      records,
      await house.connection.collection('invitations').find().toArray(),
    ])
    expect(stored).not.toContain(token)
    expect(JSON.stringify(records)).not.toContain(email)
  })
})

describe('a link into a circle', () => {
  const circleOf = async (caseId: string) =>
    (await house.application.changes.fold(`case:${caseId}`)).all<CircleMember>('circleMember')

  it('gives the daughter her account and her place, and tells no word of the patient before', async () => {
    const doctor = await house.person('Cleo Doctor', 'physician')
    const caseId = await house.openCase(doctor)
    const { id: memberId } = await doctor.done('circle.add', {
      ...{ caseId, name: 'Jeanne Petit', relation: 'fille' },
    } as never)
    const input = { memberId, email: newEmail() }
    expect((await ask('POST', `/cases/${caseId}/invitations`, input, nurse)).status).toBe(404)
    const made = await ask<MadeInvitation>('POST', `/cases/${caseId}/invitations`, input, doctor)
    expect(made).toMatchObject({ status: 201, body: { invitation: { kind: 'case', profession: null } } })
    const token = secretOf(made.body.link)
    const link = await read(token)
    expect(link.body).toMatchObject({ name: 'Jeanne Petit', invitedBy: 'Cleo Doctor', hasAccount: false })
    const { body } = await doctor.get(`/cases/${caseId}`)
    expect(JSON.stringify(link.body)).not.toMatch(new RegExp(`${caseId}|Essai(?!s)|Paule`))
    expect(JSON.stringify(body)).toMatch(/Essai/)

    const accepted = await accept(token)
    expect(accepted).toMatchObject({
      status: 200,
      body: { caseId, account: { teamIds: [], profession: null } },
    })
    const { id } = accepted.body.account
    expect((await circleOf(caseId)).find((one) => one.id === memberId)?.after?.accountId).toBe(id)
    // She sees what is shared, and nothing else.
    expect(
      (await ask('GET', `/cases/${caseId}`, undefined, { token: accepted.body.accessToken ?? '' })).status,
    ).toBe(404)
    expect(await ask('POST', `/cases/${caseId}/invitations`, input, doctor)).toMatchObject({
      status: 409,
      body: { error: { data: { why: 'has_account' } } },
    })
  })

  it('is worth nothing once they have left', async () => {
    const doctor = await house.person('Dora Doctor', 'physician')
    const caseId = await house.openCase(doctor)
    const { id: memberId } = await doctor.done('circle.add', {
      caseId,
      name: 'Un voisin',
      relation: 'voisin',
    })
    const email = newEmail()
    const made = await ask<MadeInvitation>(
      'POST',
      `/cases/${caseId}/invitations`,
      { memberId, email },
      doctor,
    )
    await doctor.done('circle.remove', { caseId, memberId })
    expect(await accept(secretOf(made.body.link))).toMatchObject({ status: 404 })
    expect(await house.connection.collection('accounts').countDocuments({ email })).toBe(0)
  })
})
