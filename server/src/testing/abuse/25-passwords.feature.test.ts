/** Passwords that are guessed: refused wherever one is chosen, with the reason, before anything is kept. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSWORD, startTestHouse, type TestHouse, type TestPerson } from '../test-house.ts'

let house: TestHouse
let nurse: TestPerson

beforeAll(async () => {
  house = await startTestHouse()
  nurse = await house.person('Maelle Kerbrat', 'nurse')
})
afterAll(() => house.stop())

const call = async (method: string, path: string, body: object) => {
  const response = await fetch(`${house.url}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${nurse.token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  return {
    status: response.status,
    data: text ? (JSON.parse(text) as { error?: { data: object } }).error?.data : undefined,
  }
}
const signIn = (password: string) => call('POST', '/session', { email: nurse.email, password })

describe('abuse 25: passwords that are too easy to guess', () => {
  it.each([
    ['Court-1!', 'too_short'],
    ['motdepasse123', 'common'],
    ['password1234', 'common'],
    ['azertyuiop12', 'common'],
    ['aaaaaaaaaaaaaaaa', 'common'],
    ['123456789012', 'common'],
    ['kerbrat-maelle-1', 'own_name'],
  ])('%s is refused for being %s, and the one before stands', async (password, why) => {
    const { status, data } = await call('PUT', '/me/password', { password })
    expect({ status, data }).toMatchObject({ status: 400, data: { field: 'password', why } })
    expect((await signIn(password)).status).toBe(401)
    expect((await signIn(PASSWORD)).status).toBe(200)
  })

  it('is no account made with either', async () => {
    const known = { email: 'x@essais.example', name: 'X', phone: null, teamIds: [] }
    const account = { ...known, profession: 'nurse' as const }
    await expect(house.application.accounts.create(account, 'motdepasse123')).rejects.toMatchObject({
      code: 'invalid',
      data: { field: 'password' },
    })
    expect(await house.application.accounts.byEmail(account.email)).toBeUndefined()
  })

  it('one that withstands 2^50 guesses is taken, and the refusals were not for all', async () => {
    const password = 'quatre mésanges lisent la gazette'
    expect((await call('PUT', '/me/password', { password })).status).toBe(204)
    expect((await signIn(PASSWORD)).status).toBe(401)
    expect((await signIn(password)).status).toBe(200)
  })
})
