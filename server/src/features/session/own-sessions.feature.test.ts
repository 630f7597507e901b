/** Where one is signed in, devices that are known, and what ends when, over HTTP and on two nodes. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { connect, until } from '../../testing/socket.ts'
import { PASSWORD, startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

let house: TestHouse
let second: string
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'

beforeAll(async () => {
  house = await startTestHouse()
  second = (await house.secondNode()).url
})
afterAll(() => house.stop())

interface Answer {
  status: number
  body: any // eslint-disable-line @typescript-eslint/no-explicit-any -- tests read answers freely
  cookies: string[]
}

async function ask(
  method: string,
  path: string,
  {
    body,
    token,
    cookie,
    url = house.url,
    agent = 'x',
  }: { body?: object; token?: string; cookie?: string; url?: string; agent?: string } = {},
): Promise<Answer> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': agent,
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(cookie ? { Cookie: cookie } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const cookies = response.headers.getSetCookie().map((one) => one.split(';')[0] ?? '')
  return { status: response.status, body: await response.json().catch(() => undefined), cookies }
}
const signIn = (email: string, password = PASSWORD, cookie?: string, agent?: string) =>
  ask('POST', '/session', {
    body: { email, password },
    ...(cookie ? { cookie } : {}),
    ...(agent ? { agent } : {}),
  })
const deviceOf = ({ cookies }: Answer) =>
  cookies.find((one) => one.startsWith('__Host-colloque-device=')) ?? ''
const refreshOf = ({ cookies }: Answer) => cookies.find((one) => one.startsWith('__Host-colloque=')) ?? ''
const lives = async (token: string, url = house.url) =>
  (await ask('GET', '/me', { token, url })).status === 200

describe('devices that are known', () => {
  it('an attacker’s wrong passwords keep strangers out, and the owner’s device in', async () => {
    const { email } = await house.person('Anna Attacked', 'nurse')
    const device = deviceOf(await signIn(email))
    const statuses: number[] = []
    for (let attempt = 0; attempt < 14; attempt++)
      statuses.push((await signIn(email, `mauvais ${attempt}`)).status)
    expect(statuses).toEqual([
      ...Array.from({ length: 10 }, () => 401),
      ...Array.from({ length: 4 }, () => 429),
    ])
    expect((await signIn(email)).status).toBe(429)
    expect((await signIn(email, PASSWORD, device)).status).toBe(200)
    // Strangers are as far as before.
    expect((await signIn(email)).status).toBe(429)
  })

  it('a known device has ten guesses of its own, and spends nobody else’s', async () => {
    const { email } = await house.person('Gus Guess', 'nurse')
    const [one, other] = [deviceOf(await signIn(email)), deviceOf(await signIn(email))]
    for (let attempt = 0; attempt < 10; attempt++)
      expect((await signIn(email, `mauvais ${attempt}`, one)).status).toBe(401)
    expect((await signIn(email, PASSWORD, one)).status).toBe(429)
    expect((await signIn(email, PASSWORD, other)).status).toBe(200)
    expect((await signIn(email)).status).toBe(200)
  })

  it('are known for who signed in there, also after somebody else did, and for nobody else', async () => {
    const [ada, ben] = [await house.person('Ada Shared', 'nurse'), await house.person('Ben Shared', 'nurse')]
    const first = deviceOf(await signIn(ada.email))
    const shared = deviceOf(await signIn(ben.email, PASSWORD, first))
    const stranger = await house.person('Cem Stranger', 'nurse')
    for (const { email } of [ada, ben, stranger])
      for (let attempt = 0; attempt < 10; attempt++) await signIn(email, `mauvais ${attempt}`)
    expect((await signIn(ada.email, PASSWORD, shared)).status).toBe(200)
    expect((await signIn(ben.email, PASSWORD, shared)).status).toBe(200)
    expect((await signIn(stranger.email, PASSWORD, shared)).status).toBe(429)
  })

  it('say so by a cookie that nobody can write, and that shows no address', async () => {
    const { email } = await house.person('Cora Cookie', 'nurse')
    const response = await fetch(`${house.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email, password: PASSWORD }),
    })
    const cookie =
      response.headers.getSetCookie().find((one) => one.startsWith('__Host-colloque-device=')) ?? ''
    for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/', 'Max-Age=34560000'])
      expect(cookie).toContain(attribute)
    const value = cookie.split(';')[0] ?? ''
    expect(value).not.toContain(email.split('@')[0])
    for (let attempt = 0; attempt < 10; attempt++) await signIn(email, `mauvais ${attempt}`)
    const [id, text, mac = ''] = (value.split('=')[1] ?? '').split('.')
    const forged = [
      `${id}.${text}x.${mac}`,
      `${id}.${text}.${mac.startsWith('A') ? 'B' : 'A'}${mac.slice(1)}`,
      `${id}.${text}.`,
      `00000000.${text}.${mac}`,
      `__proto__.${text}.${mac}`,
      'x',
    ]
    for (const one of forged)
      expect((await signIn(email, PASSWORD, `__Host-colloque-device=${one}`)).status, one).toBe(429)
    expect((await signIn(email, PASSWORD, value)).status).toBe(200)
  })
})

it('a session that ends while the database is asked whether it lives, lives no more', async () => {
  const person = await house.person('Rae Race', 'nurse')
  const desk = await signIn(person.email)
  const [mine] = (await ask('GET', '/me/sessions', { token: person.token })).body.items.filter(
    ({ current }: { current: boolean }) => current,
  )
  const { collection } = house.connection.model('sessions')
  const findOne = collection.findOne.bind(collection)
  let isAsked = false
  let letGo = () => {}
  const ended = new Promise<void>((resolve) => (letGo = resolve))
  const asks = vi.spyOn(collection, 'findOne').mockImplementation(async (...args) => {
    const found = await findOne(...args)
    if ((args[0] as { _id?: unknown })._id !== mine.id) return found
    isAsked = true
    await ended
    return found
  })
  try {
    // What is known of it is asked for anew after a second.
    const answers: Promise<boolean>[] = []
    const asking = setInterval(() => answers.push(lives(person.token)), 100)
    await until(() => isAsked)
    clearInterval(asking)
    const { status } = await ask('DELETE', `/me/sessions/${mine.id}`, { token: desk.body.accessToken })
    expect(status).toBe(204)
    letGo()
    expect((await Promise.all(answers)).at(-1)).toBe(false)
    expect(await lives(person.token)).toBe(false)
  } finally {
    asks.mockRestore()
  }
})

describe('one’s own sessions', () => {
  it('are listed with what tells devices apart, and nobody else’s', async () => {
    const person = await house.person('Lea List', 'nurse')
    const phone = await signIn(person.email, PASSWORD, undefined, SAFARI)
    await signIn(person.email, PASSWORD, undefined, FIREFOX)
    const { items } = (await ask('GET', '/me/sessions', { token: phone.body.accessToken })).body
    const told = items.map(({ browser, system, current }: Record<string, unknown>) => ({
      browser,
      system,
      current,
    }))
    expect(told).toContainEqual({ browser: 'Safari', system: 'iPhone', current: true })
    expect(told).toContainEqual({ browser: 'Firefox', system: 'Windows', current: false })
    expect(items).toHaveLength(3)
    expect(Object.keys(items[0]).sort()).toEqual([
      'browser',
      'createdAt',
      'current',
      'id',
      'lastUsedAt',
      'methods',
      'system',
    ])
  })

  it('are ended one by one by their owner alone, or all others at once', async () => {
    const person = await house.person('Eve End', 'nurse')
    const other = await house.person('Oto Other', 'nurse')
    const [desk, phone] = [await signIn(person.email), await signIn(person.email)]
    const token: string = desk.body.accessToken
    const mine = (await ask('GET', '/me/sessions', { token: phone.body.accessToken })).body.items
    const { id } = mine.find(({ current }: { current: boolean }) => current)
    expect((await ask('DELETE', `/me/sessions/${id}`, { token: other.token })).status).toBe(404)
    expect((await ask('DELETE', '/me/sessions/x', { token })).status).toBe(400)
    expect(await lives(phone.body.accessToken)).toBe(true)
    expect((await ask('DELETE', `/me/sessions/${id}`, { token })).status).toBe(204)
    expect((await ask('DELETE', `/me/sessions/${id}`, { token })).status).toBe(404)
    expect([await lives(phone.body.accessToken), await lives(person.token)]).toEqual([false, true])
    expect((await ask('DELETE', '/me/sessions', { token })).status).toBe(204)
    expect([await lives(token), await lives(person.token), await lives(other.token)]).toEqual([
      true,
      false,
      true,
    ])
    expect((await ask('POST', '/session/refresh', { cookie: refreshOf(phone) })).status).toBe(401)
    expect((await ask('POST', '/session/refresh', { cookie: refreshOf(desk) })).status).toBe(200)
  })
})

it('a session that is renewed again and again ends ninety days after it was opened', async () => {
  const person = await house.person('Lou Long', 'nurse')
  const { sid } = JSON.parse(Buffer.from(person.token.split('.')[1] ?? '', 'base64url').toString())
  const sessions = house.connection.collection('sessions')
  const renewed = async (cookie: string) => {
    const answer = await ask('POST', '/session/refresh', { cookie })
    const { expiresAt } = (await sessions.findOne({ _id: sid })) as unknown as { expiresAt: Date }
    return { answer, daysLeft: (expiresAt.getTime() - Date.now()) / 86_400_000 }
  }
  const first = await renewed(person.cookie)
  expect(first.daysLeft).toBeCloseTo(30, 1)
  const openedAt = (days: number) =>
    sessions.updateOne({ _id: sid }, { $set: { createdAt: new Date(Date.now() - days * 86_400_000) } })
  await openedAt(89)
  const late = await renewed(refreshOf(first.answer))
  expect(late.daysLeft).toBeCloseTo(1, 1)
  await openedAt(90)
  const last = await renewed(refreshOf(late.answer))
  expect(last.daysLeft).toBeLessThanOrEqual(0)
  expect((await ask('POST', '/session/refresh', { cookie: refreshOf(last.answer) })).status).toBe(401)
})

describe('another password', () => {
  it('ends all other sessions, and the old one opens none', async () => {
    const person = await house.person('Pia Password', 'nurse')
    const phone = await signIn(person.email)
    const change = (password: string) =>
      ask('PUT', '/me/password', { token: person.token, body: { password } })
    const NEW = 'quatre hérons sous la pluie'
    expect((await change('Pia Password 12')).body.error).toEqual({
      code: 'invalid',
      data: { field: 'password', why: 'own_name' },
    })
    expect((await change('court')).body.error.data).toMatchObject({ why: 'too_short', minimum: 12 })
    expect((await change('motdepasse123')).body.error.data.why).toBe('common')
    expect((await change('Maison des essais')).body.error.data.why).toBe('own_name')
    expect(await lives(phone.body.accessToken)).toBe(true)
    expect((await change(NEW)).status).toBe(204)
    expect([await lives(person.token), await lives(phone.body.accessToken)]).toEqual([true, false])
    expect((await signIn(person.email)).status).toBe(401)
    expect((await signIn(person.email, NEW)).status).toBe(200)
  })
})

describe('what ends on one node', () => {
  /** All that a session holds open on the other node. */
  const openOn = async (url: string, person: TestPerson) => {
    const caseId = await house.openCase(person)
    const socket = await connect(url, person.token)
    const board = new WebSocket(`${url.replace('http', 'ws')}/yjs/case/${caseId}/board`, [
      'y.v1',
      `t.${person.token}`,
    ])
    let closeCode = 0
    board.on('close', (code) => (closeCode = code))
    await new Promise((opened) => board.once('message', opened).once('close', opened).once('error', opened))
    expect(closeCode).toBe(0)
    return { socket, closedBy: () => closeCode }
  }

  it.each([
    'signing out',
    'another device',
    'another password',
    'a refresh token used twice',
    'two that race with one',
  ])('is over on the other within a second: %s', async (how) => {
    const person = await house.person('Tess Two', 'nurse')
    const desk = await signIn(person.email)
    const { socket, closedBy } = await openOn(second, person)
    expect(await lives(person.token, second)).toBe(true)
    const [mine] = (await ask('GET', '/me/sessions', { token: person.token })).body.items.filter(
      ({ current }: { current: boolean }) => current,
    )
    const acts: Record<string, () => Promise<unknown>> = {
      'signing out': () => ask('DELETE', '/session', { token: person.token }),
      'another device': () => ask('DELETE', `/me/sessions/${mine.id}`, { token: desk.body.accessToken }),
      'another password': () =>
        ask('PUT', '/me/password', {
          token: desk.body.accessToken,
          body: { password: 'trois hérons sous la grêle' },
        }),
      'a refresh token used twice': async () => {
        await ask('POST', '/session/refresh', { cookie: person.cookie })
        await ask('POST', '/session/refresh', { cookie: person.cookie })
      },
      'two that race with one': () =>
        Promise.all(
          [house.url, second].map((url) => ask('POST', '/session/refresh', { cookie: person.cookie, url })),
        ),
    }
    await acts[how]?.()
    const began = performance.now()
    await until(() => !socket.connected && closedBy() > 0, 'both sockets to be closed', 3_000)
    await until(async () => !(await lives(person.token, second)), 'requests to be refused', 3_000)
    expect(performance.now() - began).toBeLessThan(1_000)
    expect(closedBy()).toBe(4401)
  })
})
