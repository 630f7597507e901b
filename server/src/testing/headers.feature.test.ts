/** What every answer tells the browser, whether it is a page, data, a refusal or nothing at all. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestHouse, type TestHouse, type TestPerson } from './test-house.ts'

let house: TestHouse
let nurse: TestPerson

beforeAll(async () => {
  house = await startTestHouse()
  nurse = await house.person('Ada Nurse', 'nurse')
})
afterAll(() => house.stop())

const ANSWERS: [what: string, path: string, init?: () => RequestInit][] = [
  ['a page', '/'],
  ['the page of the API', '/api/docs'],
  ['its health', '/healthz'],
  ['data', '/api/v1/me', () => ({ headers: { Authorization: `Bearer ${nurse.token}` } })],
  ['a list', '/api/v1/me/passkeys', () => ({ headers: { Authorization: `Bearer ${nurse.token}` } })],
  ['what anybody may ask', '/api/v1/session/oidc'],
  ['a refusal', '/api/v1/me'],
  ['what is not there', '/api/v1/nothing'],
  ['nothing', '/nothing/at/all', () => ({ method: 'DELETE' })],
  ['a method of nobody', '/api/v1/me', () => ({ method: 'PROPFIND' })],
]

describe.each(ANSWERS)('%s', (_what, path, init) => {
  it('says under what rules it is shown', async () => {
    const { headers } = await fetch(`${house.url}${path}`, init?.())
    expect(Object.fromEntries(headers)).toMatchObject({
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    const policy = (headers.get('content-security-policy') ?? '').split(';')
    expect(policy).toEqual(
      expect.arrayContaining(["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]),
    )
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })

  it.runIf(path.startsWith('/api/v1'))('is kept by no browser and no proxy', async () => {
    const { headers } = await fetch(`${house.url}${path}`, init?.())
    expect(headers.get('cache-control')).toBe('no-store')
  })
})
