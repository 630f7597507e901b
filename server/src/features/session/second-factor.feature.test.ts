/** Codes of an app, recovery codes and what a team requires, over HTTP. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { CareTeam } from '@colloque/domain'
import { generateSync } from 'otplib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keyRingOf } from '../../platform/secret.ts'
import { createAuthenticator, type PasskeyOptions } from '../../testing/authenticator.ts'
import { connect, until } from '../../testing/socket.ts'
import { PASSWORD, startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'
import { createSealer } from '../../platform/sealed.ts'
import { createSecondFactors } from './second-factors.ts'

let house: TestHouse
let passed = 0
const secret = randomBytes(48)

beforeAll(async () => {
  house = await startTestHouse({ secret, clock: () => new Date(Date.now() + passed) })
})
afterAll(() => house.stop())

interface Answer {
  status: number
  body: any // eslint-disable-line @typescript-eslint/no-explicit-any -- tests read answers freely
}

async function ask(method: string, path: string, body?: object, token?: string): Promise<Answer> {
  const response = await fetch(`${house.url}/api/v1${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: response.status, body: await response.json().catch(() => undefined) }
}
const nowInSeconds = () => Math.floor((Date.now() + passed) / 1_000)
/** What an app shows, `steps` of thirty seconds from now. */
const codeOf = (secret: string, steps = 0) => generateSync({ secret, epoch: nowInSeconds() + steps * 30 })
/** To where no code of before is good. */
const later = () => (passed += 120_000)
const signIn = ({ email }: TestPerson) => ask('POST', '/session', { email, password: PASSWORD })
const ticketOf = async (person: TestPerson): Promise<string> => (await signIn(person)).body.error.data.ticket
const secondStep = (ticket: string, code: string) => ask('POST', '/session/second-factor', { ticket, code })
const wrongCode = (triesLeft: number) => ({
  status: 401,
  body: { ok: false, error: { code: 'unauthenticated', data: { why: 'wrong_code', triesLeft } } },
})

async function enrolled(name: string) {
  const person = await house.person(name, 'nurse')
  const { body } = await ask('POST', '/me/second-factor', {}, person.token)
  const { ticket, secret } = body as { ticket: string; secret: string }
  const confirmed = await ask(
    'POST',
    '/me/second-factor/confirm',
    { ticket, code: codeOf(secret) },
    person.token,
  )
  expect(confirmed.status).toBe(201)
  later()
  return { person, secret, recoveryCodes: confirmed.body.recoveryCodes as string[] }
}

describe('codes of an app', () => {
  it('are made known by a first code; the address says what an app reads', async () => {
    const person = await house.person('Ema Enrol', 'nurse')
    const { status, body } = await ask('POST', '/me/second-factor', {}, person.token)
    expect(status).toBe(200)
    const address = new URL(body.uri)
    expect(address.protocol).toBe('otpauth:')
    expect(address.searchParams.get('secret')).toBe(body.secret)
    expect(body.secret).toMatch(/^[A-Z2-7]{32}$/)
    const confirm = (code: string) =>
      ask('POST', '/me/second-factor/confirm', { ticket: body.ticket, code }, person.token)
    expect(await confirm('000 000')).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid', data: { field: 'code', why: 'wrong_code', triesLeft: 4 } } },
    })
    expect((await signIn(person)).status).toBe(200)
    const right = await confirm(codeOf(body.secret).replace(/(...)/, '$1 '))
    expect(right.status).toBe(201)
    expect(new Set(right.body.recoveryCodes).size).toBe(10)
    expect((await confirm(codeOf(body.secret))).body.error.data).toEqual({ field: 'code', why: 'ticket' })
    expect((await ask('GET', '/me/second-factor', undefined, person.token)).body).toEqual({
      totp: { createdAt: expect.any(String) },
      recoveryCodesLeft: 10,
      required: false,
    })
  })

  it('are asked for after a right password, and not after a wrong one', async () => {
    const { person, secret } = await enrolled('Tom Totp')
    const wrong = await ask('POST', '/session', { email: person.email, password: 'pas le bon du tout' })
    expect(wrong.body.error.data).toEqual({ why: 'wrong_email_or_password' })
    const { status, body } = await signIn(person)
    expect(status).toBe(401)
    expect(body.error).toEqual({
      code: 'unauthenticated',
      data: { why: 'second_factor', ticket: expect.any(String), factors: ['totp', 'recoveryCode'] },
    })
    const { ticket } = body.error.data
    expect(await secondStep(ticket, '123456')).toEqual(wrongCode(4))
    const opened = await secondStep(ticket, codeOf(secret))
    expect(opened.body.account.id).toBe(person.id)
    const { items } = (await ask('GET', '/me/sessions', undefined, opened.body.accessToken)).body
    expect(items.find(({ current }: { current: boolean }) => current).methods).toEqual(['password', 'totp'])
    expect((await secondStep(ticket, codeOf(secret, 1))).status).toBe(401)
  })

  it('are good once, a step early or late, and never after a later one', async () => {
    const { person, secret } = await enrolled('Olga Once')
    for (const step of [-3, -2, 2, 3])
      expect((await secondStep(await ticketOf(person), codeOf(secret, step))).status, `${step}`).toBe(401)
    const code = codeOf(secret)
    expect((await secondStep(await ticketOf(person), code)).status).toBe(200)
    expect((await secondStep(await ticketOf(person), code)).status).toBe(401)
    expect((await secondStep(await ticketOf(person), codeOf(secret, -1))).status).toBe(401)
    expect((await secondStep(await ticketOf(person), codeOf(secret, 1))).status).toBe(200)
  })

  it('that come twice at once open one session', async () => {
    const { person, secret } = await enrolled('Ray Raced')
    const tickets = [await ticketOf(person), await ticketOf(person)]
    const code = codeOf(secret)
    const both = await Promise.all(tickets.map((ticket) => secondStep(ticket, code)))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401])
  })

  it('may be wrong five times to a ticket, and ten times an hour to an account', async () => {
    const { person, secret } = await enrolled('Wim Wrong')
    const ticket = await ticketOf(person)
    for (let left = 4; left >= 0; left--) expect(await secondStep(ticket, '000000')).toEqual(wrongCode(left))
    expect((await secondStep(ticket, codeOf(secret))).body.error.data).toEqual({ why: 'ticket' })
    const another = await ticketOf(person)
    for (let left = 4; left >= 0; left--) expect(await secondStep(another, '000000')).toEqual(wrongCode(left))
    expect((await secondStep(await ticketOf(person), codeOf(secret))).status).toBe(429)
  })

  it('come with a ticket of five minutes, of that person, for that step', async () => {
    const [{ person, secret }, other] = [await enrolled('Tia Ticket'), await enrolled('Theo Ticket')]
    const ticket = await ticketOf(person)
    expect((await secondStep(await ticketOf(other.person), codeOf(secret))).status).toBe(401)
    expect((await ask('POST', '/session/second-factor/enrolment', { ticket })).status).toBe(401)
    expect((await secondStep('A'.repeat(43), codeOf(secret))).body.error.data).toEqual({ why: 'ticket' })
    for (const bad of [{ $gt: '' }, '../..', '', 7])
      expect((await ask('POST', '/session/second-factor', { ticket: bad, code: '123456' })).status).toBe(400)
    passed += 301_000
    expect((await secondStep(ticket, codeOf(secret))).body.error.data).toEqual({ why: 'ticket' })
  })

  it('lie sealed in the database, and are sealed again by a new secret', async () => {
    const { person, secret: shared } = await enrolled('Sam Sealed')
    const collection = house.connection.collection('accounts')
    const stored = async () =>
      (
        (await collection.findOne({ _id: person.id as never })) as unknown as {
          secondFactor: { secret: string }
        }
      ).secondFactor
    expect(JSON.stringify(await stored())).not.toContain(shared)
    const next = randomBytes(48)
    const rings = [keyRingOf([next, secret]), keyRingOf([secret, next])]
    const sealers = rings.map((ring) => createSealer(ring, 'second factor'))
    for (const sealer of sealers) {
      await createSecondFactors(collection as never, sealer, () => new Date()).reseal()
      expect(sealer.isCurrent((await stored()).secret)).toBe(true)
      expect(sealer.open((await stored()).secret, person.id)).toBe(shared)
    }
    expect((await secondStep(await ticketOf(person), codeOf(shared))).status).toBe(200)
  })
})

describe('recovery codes', () => {
  it('open a session each once, however they are typed', async () => {
    const { person, recoveryCodes } = await enrolled('Rosa Recover')
    const [first = '', second = ''] = recoveryCodes
    // 24 of 32 characters are 120 bits: from 112 on a fast hash is enough.
    expect(first).toMatch(/^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){5}$/)
    expect((await secondStep(await ticketOf(person), first.toUpperCase().replaceAll('-', ' '))).status).toBe(
      200,
    )
    expect((await secondStep(await ticketOf(person), first)).status).toBe(401)
    const tickets = [await ticketOf(person), await ticketOf(person)]
    const both = await Promise.all(tickets.map((ticket) => secondStep(ticket, second)))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401])
    const { body } = await ask('GET', '/me/second-factor', undefined, person.token)
    expect(body.recoveryCodesLeft).toBe(8)
  })

  it('are replaced all together, soon after a proof', async () => {
    const { person, recoveryCodes } = await enrolled('Rita Renew')
    const { body } = await ask('POST', '/me/second-factor/recovery-codes', {}, person.token)
    expect((await secondStep(await ticketOf(person), recoveryCodes[0] ?? '')).status).toBe(401)
    expect((await secondStep(await ticketOf(person), body.recoveryCodes[0])).status).toBe(200)
    const none = await house.person('Nils None', 'nurse')
    expect((await ask('POST', '/me/second-factor/recovery-codes', {}, none.token)).status).toBe(404)
  })
})

describe('a second factor', () => {
  it('is taken away by its owner, after a proof', async () => {
    const { person } = await enrolled('Dora Done')
    passed += 11 * 60_000
    const token = person.token
    // Eleven minutes on the token has run out: nothing can be done with it.
    expect((await ask('DELETE', '/me/second-factor', undefined, token)).status).toBe(401)
    const again = await enrolled('Dirk Done')
    expect((await ask('DELETE', '/me/second-factor', undefined, again.person.token)).status).toBe(204)
    expect((await signIn(again.person)).status).toBe(200)
  })

  it('is not asked for besides a passkey, which is two factors', async () => {
    const { person } = await enrolled('Petra Passkey')
    const options = (await ask('POST', '/me/passkeys/options', {}, person.token)).body as PasskeyOptions
    const authenticator = createAuthenticator()
    await ask('POST', '/me/passkeys', { name: 'x', response: authenticator.create(options) }, person.token)
    expect((await signIn(person)).body.error.data.factors).toEqual(['totp', 'recoveryCode', 'passkey'])
    const asked = (await ask('POST', '/session/passkey/options')).body as PasskeyOptions
    expect((await ask('POST', '/session/passkey', { response: authenticator.use(asked) })).status).toBe(200)
  })
})

describe('a team that requires a second factor', () => {
  const strictTeam = async (required: boolean, teamId = randomUUID() as string) => {
    const { application } = house
    if (!(await application.changes.fold(`team:${teamId}`)).get('careTeam', teamId))
      await application.teams.create({ name: 'Maison stricte' }, teamId)
    await application.changes.execute({
      stream: `team:${teamId}`,
      commandId: randomUUID(),
      by: 'system:test',
      input: {},
      decide: (fold) => {
        const team = fold.get<CareTeam>('careTeam', teamId)?.after as CareTeam
        const after = { ...team, security: { ...team.security, secondFactorRequired: required } }
        return { kind: 'team.changed', entities: [{ type: 'careTeam', id: teamId, after }] }
      },
    })
    return teamId
  }
  const inTeam = async (name: string, teamId: string) => house.person(name, 'nurse', { teamId })

  it('ends sessions by a password alone, on both nodes, and lets nobody in so again', async () => {
    const teamId = await strictTeam(false)
    const person = await inTeam('Stan Strict', teamId)
    const other = await house.person('Olaf Other', 'nurse')
    const second = await house.secondNode()
    const socket = await connect(second.url, person.token)
    await strictTeam(true, teamId)
    await until(() => !socket.connected, 'the socket on the other node to be closed', 2_000)
    expect((await person.get('/me')).status).toBe(401)
    expect((await other.get('/me')).status).toBe(200)
    expect((await signIn(person)).body.error.data).toEqual({
      why: 'second_factor_enrolment',
      ticket: expect.any(String),
    })
  })

  it('has whoever has none make one known, and then opens the session', async () => {
    const teamId = await strictTeam(false)
    const person = await inTeam('Nora New', teamId)
    await strictTeam(true, teamId)
    const ticket = await ticketOf(person)
    const { body } = await ask('POST', '/session/second-factor/enrolment', { ticket })
    expect(Object.keys(body).sort()).toEqual(['secret', 'uri'])
    expect((await ask('POST', '/session/second-factor/enrolment', { ticket })).body).toEqual(body)
    expect((await secondStep(ticket, codeOf(body.secret))).status).toBe(401)
    const confirm = (code: string) =>
      ask('POST', '/session/second-factor/enrolment/confirm', { ticket, code })
    expect((await confirm('000000')).status).toBe(401)
    const opened = await confirm(codeOf(body.secret))
    expect(opened.status).toBe(200)
    expect(opened.body.recoveryCodes).toHaveLength(10)
    const token = opened.body.accessToken
    expect((await ask('GET', '/me/second-factor', undefined, token)).body.required).toBe(true)
    expect((await ask('DELETE', '/me/second-factor', undefined, token)).body.error.data).toEqual({
      why: 'second_factor_required',
    })
    expect((await signIn(person)).body.error.data.why).toBe('second_factor')
  })
})
