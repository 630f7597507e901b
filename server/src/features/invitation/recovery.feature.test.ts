/** Back into an account, over HTTP and with a real mail server: by a mail, and by an administrator's link. */
import { randomUUID } from 'node:crypto'
import type { MadeRecovery } from '@colloque/contract'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startMailServer, type MailServer } from '../../testing/mail-server.ts'
import { connect, until } from '../../testing/socket.ts'
import { PASSWORD, startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

const ADDRESS = 'https://colloque.maison.example'
const NEW_PASSWORD = 'girafe velours 37 tuilerie'
const HOUR = 3_600_000

let house: TestHouse
let mailServer: MailServer
let administrator: TestPerson
let nurse: TestPerson
let teamId: string
let moved = 0
const log: string[] = []

beforeAll(async () => {
  mailServer = await startMailServer()
  house = await startTestHouse({
    address: ADDRESS,
    clock: () => new Date(Date.now() + moved),
    logger: pino({ level: 'trace', base: null }, { write: (line: string) => void log.push(line) }),
    mail: { smtpUrl: mailServer.url, from: 'Colloque <colloque@maison.example>', address: ADDRESS },
  })
  nurse = await house.person('Ada Nurse', 'nurse')
  teamId = nurse.teamIds[0] ?? ''
  administrator = await house.person('Nadia Admin', 'medicalSecretary', { teamId })
  await house.application.teams.addMember({
    ...{ teamId, accountId: administrator.id, name: administrator.name },
    ...{ profession: 'medicalSecretary', phone: null, administrator: true },
  })
})
afterAll(async () => {
  await house.stop()
  await mailServer.stop()
})
beforeEach(() => {
  mailServer.mails.length = 0
  moved = 0
})

async function ask(method: string, path: string, body?: object, by?: { readonly token: string }) {
  const response = await fetch(`${house.url}/api/v1${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(by ? { Authorization: `Bearer ${by.token}` } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await response.text()
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read answers freely
  return { status: response.status, body: (text ? JSON.parse(text) : undefined) as any }
}
const askByMail = (email: string) => ask('POST', '/session/recovery', { email })
const recoverBy = (token: string, password = NEW_PASSWORD) =>
  ask('POST', '/session/recovery/use', { token, password })
const signIn = (email: string, password: string) => ask('POST', '/session', { email, password })
const refusal = (why: string) => ({ status: 404, body: { error: { code: 'not_found', data: { why } } } })
const secretIn = (text: string) => /\/recuperation#([\w-]{43})/.exec(text)?.[1] ?? expect.fail('no link')
const mailedSecret = async () => {
  await until(() => mailServer.mails.length > 0)
  return secretIn(mailServer.mails[0]?.raw ?? '')
}
const recordsOf = async (accountId: string, kind: string) =>
  (
    await house.connection
      .collection('audit')
      .find({ trail: `account:${accountId}`, kind })
      .toArray()
  ).map(({ detail }) => detail as object)

describe('by a mail', () => {
  it('a link that sets the password once, and ends every session and what it holds open', async () => {
    const person = await house.person('Perdita Lost', 'nurse')
    const socket = await connect(house.url, person.token)
    expect(await askByMail(person.email.toUpperCase())).toEqual({ status: 202, body: {} })
    const token = await mailedSecret()
    const [mail] = mailServer.mails
    expect(mail?.to).toEqual([person.email])
    expect(mail?.raw).toContain(`${ADDRESS}/recuperation#${token}`)
    expect(mail?.raw).toMatch(/^Auto-Submitted: auto-generated/m)
    expect(await ask('POST', '/invitations/read', { token })).toMatchObject({
      body: { kind: 'recovery', email: person.email, invitedBy: null, resetsSecondFactor: false },
    })
    expect((await ask('POST', '/invitations/accept', { token, password: NEW_PASSWORD })).status).toBe(404)

    expect((await recoverBy(token)).status).toBe(204)
    await until(() => !socket.connected)
    expect((await person.get('/me')).status).toBe(401)
    expect((await signIn(person.email, PASSWORD)).status).toBe(401)
    expect((await signIn(person.email, NEW_PASSWORD)).status).toBe(200)
    expect(await recoverBy(token, `${NEW_PASSWORD} encore`)).toMatchObject(refusal('used'))
    expect((await signIn(person.email, NEW_PASSWORD)).status).toBe(200)
    expect(await recordsOf(person.id, 'recovery.asked')).toEqual([{ by: 'mail' }])
    expect(await recordsOf(person.id, 'recovery.used')).toMatchObject([
      { by: 'mail', resetSecondFactor: false },
    ])
  })

  it('nobody learns who has an account: the same answer as quickly, and no mail', async () => {
    const times = { known: [] as number[], unknown: [] as number[] }
    for (let round = 0; round < 5; round++) {
      for (const [kind, email] of [
        ['known', nurse.email],
        ['unknown', `${randomUUID()}@essais.example`],
      ] as const) {
        const begun = performance.now()
        expect(await askByMail(email)).toEqual({ status: 202, body: {} })
        times[kind].push(performance.now() - begun)
      }
    }
    const median = (all: number[]) => all.toSorted((one, other) => one - other)[2] ?? 0
    expect(Math.abs(median(times.known) - median(times.unknown))).toBeLessThan(20)
    await until(() => mailServer.mails.length >= 3)
    // Three an hour: whoever asks on and on fills nobody's mailbox, and is not told.
    expect(mailServer.mails.every(({ to }) => to[0] === nurse.email)).toBe(true)
    expect(mailServer.mails).toHaveLength(3)
  })

  it('is over after an hour', async () => {
    const person = await house.person('Lise Late', 'nurse')
    await askByMail(person.email)
    const token = await mailedSecret()
    moved += HOUR + 1_000
    expect(await recoverBy(token)).toMatchObject(refusal('expired'))
    moved = 0
  })

  it('a password that is refused changes nothing, and the link is as good as before', async () => {
    const person = await house.person('Wanda Weak', 'nurse')
    await askByMail(person.email)
    const token = await mailedSecret()
    expect(await recoverBy(token, 'motdepasse123')).toMatchObject({
      status: 400,
      body: { error: { data: { field: 'password' } } },
    })
    expect((await person.get('/me')).status).toBe(200)
    expect((await signIn(person.email, PASSWORD)).status).toBe(200)
    const answers = await Promise.all([1, 2, 3].map(() => recoverBy(token)))
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404])
  })

  it('the links asked for besides end with the first that is used', async () => {
    const person = await house.person('Tess Twice', 'nurse')
    await askByMail(person.email)
    await askByMail(person.email)
    await until(() => mailServer.mails.length === 2)
    const [first = '', second = ''] = mailServer.mails.map(({ raw }) => secretIn(raw))
    expect((await recoverBy(second)).status).toBe(204)
    expect(await recoverBy(first)).toMatchObject(refusal('withdrawn'))
  })

  it('the second factor stays', async () => {
    const person = await house.person('Sam Second', 'nurse')
    const accounts = house.connection.collection('accounts')
    const secondFactor = { kept: 'as it was' }
    await accounts.updateOne({ _id: person.id as never }, { $set: { secondFactor } })
    await askByMail(person.email)
    expect((await recoverBy(await mailedSecret())).status).toBe(204)
    expect(await accounts.findOne({ _id: person.id as never })).toMatchObject({ secondFactor })
  })

  it('is told to be there', async () => {
    expect(await ask('GET', '/session/recovery')).toEqual({ status: 200, body: { byMail: true } })
  })
})

describe('by an administrator', () => {
  const path = (accountId: string) => `/teams/${teamId}/members/${accountId}/recovery`

  it('a link that takes the second factor off where that was asked, and says so to the person', async () => {
    const person = await house.person('Paul Phoneless', 'nurse')
    const accounts = house.connection.collection('accounts')
    await accounts.updateOne({ _id: person.id as never }, { $set: { secondFactor: { lost: true } } })
    const made = await ask('POST', path(person.id), { resetSecondFactor: true }, administrator)
    expect(made).toMatchObject({ status: 201, body: { resetsSecondFactor: true, toldByMail: true } })
    const { link } = made.body as MadeRecovery
    const token = secretIn(link)
    await until(() => mailServer.mails.length === 1)
    expect(mailServer.mails[0]?.to).toEqual([person.email])
    expect(mailServer.mails[0]?.raw).toContain('Nadia Admin a créé un lien')
    expect(mailServer.mails[0]?.raw).toContain('retire aussi votre second facteur')
    expect(mailServer.mails[0]?.raw).not.toContain(token)
    expect(await ask('POST', '/invitations/read', { token })).toMatchObject({
      body: { kind: 'recovery', invitedBy: 'Nadia Admin', resetsSecondFactor: true },
    })
    expect((await recoverBy(token)).status).toBe(204)
    expect(await accounts.findOne({ _id: person.id as never })).not.toHaveProperty('secondFactor')
    expect(await recordsOf(person.id, 'recovery.asked')).toEqual([
      { by: 'administrator', resetSecondFactor: true },
    ])
    expect(await recordsOf(person.id, 'recovery.used')).toMatchObject([
      { by: 'administrator', madeBy: administrator.id, resetSecondFactor: true },
    ])
  })

  it('is for administrators alone, of the same team, for others, and soon after signing in', async () => {
    const coordinator = await house.person('Cora Coordinator', 'coordinator')
    const elsewhere = await house.application.teams.create({ name: 'Une autre maison' })
    const stranger = await house.person('Stan Stranger', 'nurse', { teamId: elsewhere })
    const why = async (accountId: string, by: TestPerson) => {
      const { status, body } = await ask('POST', path(accountId), {}, by)
      return [status, body.error.data.why]
    }
    expect(await why(nurse.id, coordinator)).toEqual([400, 'administrators_only'])
    expect(await why(coordinator.id, nurse)).toEqual([400, 'not_your_profession'])
    expect(await why(administrator.id, administrator)).toEqual([400, 'own_account'])
    expect(await why(stranger.id, administrator)).toEqual([404, undefined])
    expect(await why(nurse.id, stranger)).toEqual([404, undefined])
    moved += 11 * 60_000
    const again = await signIn(administrator.email, PASSWORD)
    moved += 9 * 60_000
    const by = { token: again.body.accessToken as string }
    expect((await ask('POST', path(nurse.id), {}, by)).status).toBe(201)
    moved += 60_500
    await until(async () => (await ask('POST', path(nurse.id), {}, by)).status !== 201)
    moved = 0
  })
})

it('a mail server that is away is logged, without a secret or an address', async () => {
  const person = await house.person('Nora Nomail', 'nurse')
  await mailServer.stop()
  expect(await askByMail(person.email)).toEqual({ status: 202, body: {} })
  await until(() => log.some((one) => one.includes('a recovery was not mailed')))
  expect(log.join('\n')).not.toMatch(/recuperation#|essais\.example|smtp:/)
})
