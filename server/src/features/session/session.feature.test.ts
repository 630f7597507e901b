import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, until } from '../../testing/socket.ts'
import { PASSWORD, startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

let house: TestHouse
let nurse: TestPerson

beforeAll(async () => {
  house = await startTestHouse()
  nurse = await house.person('Ada Nurse', 'nurse')
})
afterAll(() => house.stop())

const post = (path: string, init: RequestInit = {}) =>
  fetch(`${house.url}/api/v1${path}`, { method: 'POST', ...init })

describe('signing in', () => {
  it('answers a wrong address and a wrong password alike', async () => {
    const attempt = async (email: string) => {
      const response = await post('/session', {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ email, password: 'pas le bon du tout' }),
      })
      return { status: response.status, body: await response.json() }
    }
    const wrong = await attempt(nurse.email)
    expect(wrong).toEqual(await attempt('nobody@essais.example'))
    expect(wrong).toMatchObject({ status: 401, body: { ok: false, error: { code: 'unauthenticated' } } })
  })

  it('is slowed down for one account after ten wrong passwords', async () => {
    const target = await house.person('Tess Target', 'nurse')
    const statuses: number[] = []
    for (let attempt = 0; attempt < 12; attempt++) {
      const response = await post('/session', {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ email: target.email, password: `mauvais ${attempt}` }),
      })
      statuses.push(response.status)
      if (response.status === 429) expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    expect(statuses.slice(-1)).toEqual([429])
    expect((await nurse.get('/me')).status).toBe(200)
  })

  it.each([
    ['operators', { email: { $gt: '' }, password: { $gt: '' } }],
    ['text that is no JSON', 'email=x'],
    ['nothing', {}],
  ])('refuses %s', async (_what, body) => {
    const response = await post('/session', {
      headers: { 'Content-Type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    expect(response.status).toBe(400)
  })
})

it('twenty devices of one person sign in at once', async () => {
  const person = await house.person('Dina Devices', 'nurse')
  const statuses = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const body = JSON.stringify({ email: person.email, password: PASSWORD })
      return (await post('/session', { headers: { 'Content-Type': 'application/json' }, body })).status
    }),
  )
  expect(statuses).toEqual(statuses.map(() => 200))
})

describe('signing out', () => {
  it('ends the session everywhere at once', async () => {
    const person = await house.person('Olga Out', 'nurse')
    const socket = await connect(house.url, person.token)
    const response = await fetch(`${house.url}/api/v1/session`, {
      method: 'DELETE',
      headers: { Cookie: person.cookie },
    })
    expect(response.status).toBe(204)
    expect((await person.get('/me')).status).toBe(401)
    await until(() => !socket.connected, 'the socket to be closed')
    expect(socket.seen).toContainEqual({ event: 'session', value: { state: 'revoked' } })
  })
})

describe('a socket', () => {
  it('of a newer contract is told to load the page again', async () => {
    await expect(connect(house.url, nurse.token, 99)).rejects.toThrow('upgrade_required')
  })
})

describe('what is not of the API', () => {
  it('the demo accounts are not there outside the demo', async () => {
    expect((await fetch(`${house.url}/api/v1/demo`)).status).toBe(404)
  })

  it('tells its health to anybody and its metrics to whoever has the token', async () => {
    expect((await fetch(`${house.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${house.url}/readyz`)).status).toBe(200)
    expect((await fetch(`${house.url}/metrics`)).status).not.toBe(200)
    const answer = await fetch(`${house.url}/metrics`, {
      headers: { Authorization: 'Bearer metrics-token-of-the-tests' },
    })
    expect(await answer.text()).toContain('process_cpu_seconds_total')
  })

  it('describes itself by OpenAPI, every command and query', async () => {
    const document = (await (await fetch(`${house.url}/api/v1/openapi.json`)).json()) as {
      paths: Record<string, unknown>
    }
    expect(document.paths).toHaveProperty('/commands/task.claim')
    expect(document.paths).toHaveProperty('/cases/{id}/alerts')
    expect(document.paths).toHaveProperty('/session/passkey/options')
    const page = await fetch(`${house.url}/api/docs`)
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
  })
})
