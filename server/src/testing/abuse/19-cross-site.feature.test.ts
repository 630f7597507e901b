/** What another site's page can make a browser send: forms, scripts without preflight, sockets. */
import { WebSocket } from 'ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSWORD, startTestHouse, type TestHouse, type TestPerson } from '../test-house.ts'

let house: TestHouse
/** By a name, of which others can be made that begin or end as it does. */
let url: string
let nurse: TestPerson
let caseId: string

beforeAll(async () => {
  house = await startTestHouse()
  url = house.url.replace('127.0.0.1', 'localhost')
  nurse = await house.person('Ada Nurse', 'nurse')
  caseId = await house.openCase(nurse)
})
afterAll(() => house.stop())

const host = () => new URL(url).host
/** Opaque, another's, ours as a beginning and as an end, ours under another scheme or port, not an origin at all. */
const foreign = () => [
  'null',
  'https://evil.example',
  `http://evil-${host()}`,
  `http://${host().replace(':', '.evil.example:')}`,
  `http://evil.example#${host()}`,
  `http://${host()}@evil.example`,
  `http://${host().replace(/\d+$/, '1')}`,
  `ftp://${host()}`,
  'file://',
  'chrome-extension://abcdef',
  '',
  `http://${host()}, https://evil.example`,
]

const statusOf = async (path: string, init: RequestInit) => {
  const response = await fetch(`${url}${path}`, { method: 'POST', ...init })
  await response.body?.cancel()
  return response.status
}

/** Opens a WebSocket from a page's origin. @returns the answer's status, 101 where it was opened */
const upgrade = (path: string, origin: string, protocols: string[] = []) =>
  new Promise<number>((answered) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, protocols, {
      headers: { origin, cookie: nurse.cookie },
    })
    socket.on('unexpected-response', (_request, { statusCode = 0 }) => answered(statusCode))
    socket.on('open', () => (answered(101), socket.terminate()))
    socket.on('error', () => undefined)
  })

describe('abuse 19: requests from another site', () => {
  it('a form on the refresh of a session, from any other origin: 403, and the session goes on', async () => {
    for (const origin of foreign())
      for (const type of [
        'application/x-www-form-urlencoded',
        'text/plain',
        'multipart/form-data; boundary=x',
      ]) {
        const headers = { Cookie: nurse.cookie, Origin: origin, 'Content-Type': type }
        expect(await statusOf('/api/v1/session/refresh', { headers, body: 'x=1' }), origin).toBe(403)
      }
    const renewed = await fetch(`${url}/api/v1/session/refresh`, {
      method: 'POST',
      headers: { Cookie: nurse.cookie, Origin: url },
    })
    expect(renewed.status).toBe(200)
    nurse = { ...nurse, cookie: renewed.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
  })

  it('a page of another site neither signs somebody in nor out', async () => {
    const body = JSON.stringify({ email: nurse.email, password: PASSWORD })
    for (const origin of foreign()) {
      const headers = { Origin: origin, Cookie: nurse.cookie, 'Content-Type': 'application/json' }
      expect(await statusOf('/api/v1/session', { headers, body }), origin).toBe(403)
      expect(await statusOf('/api/v1/session', { method: 'DELETE', headers }), origin).toBe(403)
    }
    expect((await nurse.get('/me')).status).toBe(200)
  })

  it('the cookie is bound to the host, out of reach of scripts, and kept from other sites', async () => {
    const response = await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: nurse.email, password: PASSWORD }),
    })
    const cookies = response.headers.getSetCookie()
    expect(cookies.length).toBeGreaterThan(0)
    for (const cookie of cookies) {
      const [named = '', ...attributes] = cookie.split('; ')
      expect(named).toMatch(/^__Host-[\w-]+=/)
      expect(attributes).toEqual(expect.arrayContaining(['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/']))
      expect(attributes.join()).not.toMatch(/domain/i)
    }
  })

  it('a body that needs no preflight is not read as a command, even with a token', async () => {
    const body = JSON.stringify({ commandId: crypto.randomUUID(), caseId, text: 'x' })
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const headers = { Authorization: `Bearer ${nurse.token}`, 'Content-Type': type }
      expect(await statusOf('/api/v1/commands/message.post', { headers, body }), type).toBe(400)
    }
    expect((await nurse.get(`/cases/${caseId}/messages`)).body.items).toEqual([])
  })

  it('the cookie alone opens nothing but the refresh', async () => {
    const headers = { Cookie: nurse.cookie, 'Content-Type': 'application/json' }
    expect(await statusOf('/api/v1/me', { method: 'GET', headers })).toBe(401)
    expect(await statusOf('/api/v1/commands/message.post', { headers, body: '{}' })).toBe(401)
  })

  it('no other origin is told that it may read an answer', async () => {
    for (const method of ['OPTIONS', 'GET']) {
      const { headers } = await fetch(`${url}/api/v1/me`, {
        method,
        headers: { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' },
      })
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    }
  })

  it('a WebSocket from another origin is refused before it is one, for changes and for documents', async () => {
    const changes = '/socket.io/?EIO=4&transport=websocket'
    const board = `/yjs/case/${caseId}/board`
    for (const origin of foreign()) {
      expect(await upgrade(changes, origin), origin).toBe(403)
      expect(await upgrade(board, origin, ['y.v1', `t.${nurse.token}`]), origin).toBe(403)
    }
    expect(await upgrade(changes, url)).toBe(101)
    expect(await upgrade(board, url, ['y.v1', `t.${nurse.token}`])).toBe(101)
  })

  it('polling is not spoken at all', async () => {
    for (const origin of [url, 'https://evil.example']) {
      const path = '/socket.io/?EIO=4&transport=polling'
      expect(
        await statusOf(path, { method: 'GET', headers: { Origin: origin } }),
        origin,
      ).toBeGreaterThanOrEqual(400)
      expect(
        await statusOf(path, { headers: { Origin: origin, 'Content-Type': 'text/plain' }, body: '40' }),
        origin,
      ).toBeGreaterThanOrEqual(400)
    }
  })
})
