/** Passkeys and fresh proofs of identity, over HTTP, with an authenticator in software. */
import { PROOF_MINUTES } from '@colloque/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAuthenticator, type Deviation, type PasskeyOptions } from '../../testing/authenticator.ts'
import { PASSWORD, startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

let house: TestHouse
/** Added to the clock of every server of the house. */
let passed = 0
const MINUTE = 60_000

beforeAll(async () => {
  house = await startTestHouse({ clock: () => new Date(Date.now() + passed) })
})
afterAll(() => house.stop())

interface Answer {
  status: number
  body: any // eslint-disable-line @typescript-eslint/no-explicit-any -- tests read answers freely
  cookie: string
}

/** A person's requests, with the token that is theirs now. */
interface Device {
  readonly person: TestPerson
  token: string
  cookie: string
}

async function ask(
  method: string,
  path: string,
  body?: object,
  token?: string,
  url = house.url,
): Promise<Answer> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return { status: response.status, body: await response.json().catch(() => undefined), cookie }
}
const by =
  (device: Device) =>
  (method: string, path: string, body?: object, url?: string): Promise<Answer> =>
    ask(method, path, body, device.token, url)

const person = async (name: string): Promise<Device> => {
  const made = await house.person(name, 'nurse')
  return { person: made, token: made.token, cookie: made.cookie }
}
/** Another session of the same person. */
const another = async ({ person }: Device): Promise<Device> => {
  const { body, cookie } = await ask('POST', '/session', { email: person.email, password: PASSWORD })
  return { person, token: body.accessToken, cookie }
}
/** Time goes by for all; who does something later renews their token, as a client does. */
const wait = async (minutes: number, ...devices: Device[]) => {
  passed += minutes * MINUTE
  for (const device of devices) {
    const response = await fetch(`${house.url}/api/v1/session/refresh`, {
      method: 'POST',
      headers: { Cookie: device.cookie },
    })
    device.cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    device.token = ((await response.json()) as { accessToken: string }).accessToken
  }
}
const prove = (device: Device, password = PASSWORD) => by(device)('POST', '/session/proof', { password })
const proved = async (device: Device) => (await by(device)('GET', '/session/proof')).body.provedUntil !== null

async function register(device: Device, authenticator = createAuthenticator(), name = 'Téléphone') {
  const options = (await by(device)('POST', '/me/passkeys/options')).body as PasskeyOptions
  const answer = await by(device)('POST', '/me/passkeys', { name, response: authenticator.create(options) })
  expect(answer.status).toBe(201)
  return authenticator
}
const signInOptions = async () => (await ask('POST', '/session/passkey/options')).body as PasskeyOptions
const proofOptions = async (device: Device) =>
  (await by(device)('POST', '/session/proof/passkey/options')).body as PasskeyOptions

describe('a proof by password', () => {
  it('stands for ten minutes, for the session that gave it', async () => {
    const desk = await person('Paula Proof')
    const phone = await another(desk)
    expect(await proved(desk)).toBe(false)
    const { status, body } = await prove(desk)
    expect(status).toBe(200)
    expect(Date.parse(body.provedUntil) - Date.now() - passed).toBeGreaterThan((PROOF_MINUTES - 1) * MINUTE)
    expect(body.secondsLeft).toBeGreaterThan((PROOF_MINUTES - 1) * 60)
    expect([await proved(desk), await proved(phone)]).toEqual([true, false])
    await wait(PROOF_MINUTES - 0.5, desk)
    expect(await proved(desk)).toBe(true)
    await wait(0.6)
    expect(await proved(desk)).toBe(false)
  })

  it('is seen at once on the other node', async () => {
    const desk = await person('Nora Node')
    const second = await house.secondNode()
    expect((await by(desk)('GET', '/session/proof', undefined, second.url)).body.provedUntil).toBeNull()
    await prove(desk)
    expect((await by(desk)('GET', '/session/proof', undefined, second.url)).body.provedUntil).not.toBeNull()
  })

  it('that is wrong ends nothing, proves nothing, and takes nothing from a proof that stands', async () => {
    const desk = await person('Wanda Wrong')
    const wrong = await prove(desk, 'pas le bon du tout')
    expect(wrong).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid', data: { field: 'password', why: 'wrong_password' } } },
    })
    expect(await proved(desk)).toBe(false)
    await prove(desk)
    await prove(desk, 'pas le bon non plus')
    expect(await proved(desk)).toBe(true)
  })

  it('of another person is wrong', async () => {
    const desk = await person('Ida Intruder')
    const body = { email: desk.person.email, password: PASSWORD }
    expect((await by(desk)('POST', '/session/proof', body)).status).toBe(400)
    expect((await by(desk)('POST', '/session/proof', { password: { $gt: '' } })).status).toBe(400)
    expect(await proved(desk)).toBe(false)
  })

  it('is guessed ten times and no more, and nobody’s guesses at signing in keep it away', async () => {
    const desk = await person('Gina Guessed')
    const { email } = desk.person
    for (let attempt = 0; attempt < 12; attempt++)
      await ask('POST', '/session', { email, password: `mauvais ${attempt}` })
    const statuses: number[] = []
    for (let attempt = 0; attempt < 11; attempt++)
      statuses.push((await prove(desk, `mauvais ${attempt}`)).status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 400), 429])
    const refused = await prove(desk)
    expect(refused.status).toBe(429)
    expect(refused.body.error.data.retryAfter).toBeGreaterThan(0)
    expect((await by(desk)('GET', '/me')).status).toBe(200)
  })

  it('ends with its session', async () => {
    const desk = await person('Elsa Ended')
    await prove(desk)
    await by(desk)('DELETE', '/session')
    expect((await prove(desk)).status).toBe(401)
    expect((await by(desk)('GET', '/session/proof')).status).toBe(401)
    expect(await proved(await another(desk))).toBe(false)
  })
})

describe('a passkey', () => {
  it('is made, listed, named anew and removed by its owner alone', async () => {
    const desk = await person('Olive Owner')
    const other = await person('Otto Other')
    const { id } = await register(desk)
    const list = async () => (await by(desk)('GET', '/me/passkeys')).body.items
    expect(await list()).toEqual([
      { id, name: 'Téléphone', createdAt: expect.any(String), lastUsedAt: null, synced: false },
    ])
    expect((await by(other)('PATCH', `/me/passkeys/${id}`, { name: 'À moi' })).status).toBe(404)
    expect((await by(other)('DELETE', `/me/passkeys/${id}`)).status).toBe(404)
    expect((await by(other)('GET', '/me/passkeys')).body.items).toEqual([])
    expect((await by(desk)('PATCH', `/me/passkeys/${id}`, { name: '  ' })).status).toBe(400)
    expect((await by(desk)('PATCH', `/me/passkeys/${id}`, { name: ' Portable ' })).body.name).toBe('Portable')
    expect((await list())[0].name).toBe('Portable')
    expect((await by(desk)('DELETE', `/me/passkeys/${id}`)).status).toBe(204)
    expect(await list()).toEqual([])
  })

  it('is made or removed only soon after signing in, or after a fresh proof', async () => {
    const desk = await person('Lena Later')
    const { id } = await register(desk)
    await wait(PROOF_MINUTES + 1, desk)
    const refused = { status: 409, body: { error: { code: 'conflict', data: { why: 'proof_needed' } } } }
    expect(await by(desk)('POST', '/me/passkeys/options')).toMatchObject(refused)
    expect(await by(desk)('DELETE', `/me/passkeys/${id}`)).toMatchObject(refused)
    await prove(desk)
    await register(desk)
    expect((await by(desk)('DELETE', `/me/passkeys/${id}`)).status).toBe(204)
  })

  it('of an authenticator that is known is not added again', async () => {
    const desk = await person('Tilda Twice')
    const authenticator = await register(desk)
    const options = (await by(desk)('POST', '/me/passkeys/options')).body
    expect(options.excludeCredentials).toEqual([
      { id: authenticator.id, transports: ['internal'], type: 'public-key' },
    ])
    const again = await by(desk)('POST', '/me/passkeys', {
      name: 'x',
      response: authenticator.create(options),
    })
    expect(again).toMatchObject({ status: 409, body: { error: { data: { why: 'passkey_known' } } } })
  })

  const wrongInMaking: [string, Deviation][] = [
    ['from another origin', { origin: 'https://evil.example' }],
    ['from an origin of numbers', { origin: 'http://127.0.0.1:3000' }],
    ['for another host', { rpId: 'evil.example' }],
    ['with a challenge that nobody issued', { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
    ['without making sure who it is', { userVerified: false }],
    ['as if it were used', { type: 'webauthn.get' }],
    ['with a certificate that nobody asked for', { certificate: Buffer.alloc(200) }],
  ]
  it.each(wrongInMaking)('made %s is refused', async (_what, deviation) => {
    const desk = await person('Rita Refused')
    const options = (await by(desk)('POST', '/me/passkeys/options')).body
    const response = createAuthenticator().create(options, deviation)
    expect(await by(desk)('POST', '/me/passkeys', { name: 'x', response })).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid', data: { why: 'passkey_refused' } } },
    })
    expect((await by(desk)('GET', '/me/passkeys')).body.items).toEqual([])
  })

  it('is made in the session that asked for it, within five minutes, once', async () => {
    const desk = await person('Sonia Session')
    const phone = await another(desk)
    const ask = async () => (await by(desk)('POST', '/me/passkeys/options')).body as PasskeyOptions
    const make = (device: Device, options: PasskeyOptions) =>
      by(device)('POST', '/me/passkeys', { name: 'x', response: createAuthenticator().create(options) })
    expect((await make(phone, await ask())).status).toBe(400)
    const late = await ask()
    await wait(5.1)
    expect((await make(desk, late)).status).toBe(400)
    const once = await ask()
    expect((await make(desk, once)).status).toBe(201)
    expect((await make(desk, once)).status).toBe(400)
  })
})

describe('signing in by passkey', () => {
  it('answers as a password does, on whichever node, and says when it was used', async () => {
    const desk = await person('Petra Passkey')
    const authenticator = await register(desk)
    const second = await house.secondNode()
    const response = authenticator.use(await signInOptions())
    const answer = await ask('POST', '/session/passkey', { response }, undefined, second.url)
    expect(answer).toMatchObject({
      status: 200,
      body: { account: { id: desk.person.id, name: 'Petra Passkey' } },
    })
    expect(Object.keys(answer.body).sort()).toEqual(['accessToken', 'account'])
    expect(answer.cookie).toMatch(/^__Host-colloque=/)
    const signedIn: Device = { person: desk.person, token: answer.body.accessToken, cookie: answer.cookie }
    expect((await by(signedIn)('GET', '/me/passkeys')).body.items[0].lastUsedAt).not.toBeNull()
    // Signing in is no proof: that is given with what is to be signed in sight.
    expect(await proved(signedIn)).toBe(false)
    await wait(1, signedIn)
    expect((await by(signedIn)('GET', '/me')).status).toBe(200)
  })

  it('names nobody before it: its options say nothing of an account', async () => {
    await register(await person('Nina Nobody'))
    expect(await signInOptions()).toMatchObject({ rpId: 'localhost', userVerification: 'required' })
    expect(((await signInOptions()) as { allowCredentials?: unknown[] }).allowCredentials ?? []).toEqual([])
  })

  const wrongInUse: [string, Deviation][] = [
    ['from another origin', { origin: 'https://evil.example' }],
    ['from a suffix of ours', { origin: 'http://localhost.evil.example' }],
    ['for another host', { rpId: 'evil.example' }],
    ['with a challenge that nobody issued', { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
    ['without making sure who it is', { userVerified: false }],
    ['with a counter that goes back', { counter: 1 }],
    ['in the name of somebody else', { accountId: '01890000-0000-7000-8000-000000000000' }],
    ['as of another kind than it was made', { multiDevice: true }],
    ['as if it were made', { type: 'webauthn.create' }],
  ]
  it('refuses whatever is wrong as it refuses an unknown one', async () => {
    const desk = await person('Uma Unknown')
    const authenticator = await register(desk)
    const use = async (response: object) => {
      const { status, body, cookie } = await ask('POST', '/session/passkey', { response })
      return { status, body, cookie }
    }
    expect((await use(authenticator.use(await signInOptions()))).status).toBe(200)
    const unknown = createAuthenticator()
    const refusal = await use(unknown.use(await signInOptions(), { accountId: desk.person.id }))
    expect(refusal).toEqual({
      status: 401,
      cookie: '',
      body: { ok: false, error: { code: 'unauthenticated', data: { why: 'passkey_refused' } } },
    })
    for (const [what, deviation] of wrongInUse)
      expect(await use(authenticator.use(await signInOptions(), deviation)), what).toEqual(refusal)
    const forged = authenticator.use(await signInOptions())
    const { signature } = unknown.use({ challenge: 'x', rpId: 'localhost' }).response
    expect(await use({ ...forged, response: { ...forged.response, signature } })).toEqual(refusal)
    const { userHandle: _, ...nameless } = authenticator.use(await signInOptions()).response
    expect(await use({ ...forged, response: nameless })).toEqual(refusal)
    expect((await use(authenticator.use(await signInOptions()))).status).toBe(200)
  })

  it('takes each answer once, of two at once too', async () => {
    const authenticator = await register(await person('Rosa Replay'), createAuthenticator({ synced: true }))
    const response = authenticator.use(await signInOptions())
    const both = await Promise.all([1, 2].map(() => ask('POST', '/session/passkey', { response })))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401])
    expect((await ask('POST', '/session/passkey', { response })).status).toBe(401)
  })

  it('takes no answer to a challenge that has expired, or was for another act', async () => {
    const desk = await person('Xenia Expired')
    const authenticator = await register(desk, createAuthenticator({ synced: true }))
    const use = async (options: PasskeyOptions) =>
      (await ask('POST', '/session/passkey', { response: authenticator.use(options) })).status
    expect(await use(await proofOptions(desk))).toBe(401)
    const late = await signInOptions()
    await wait(5.1)
    expect(await use(late)).toBe(401)
    expect(await use(await signInOptions())).toBe(200)
  })

  it('ends with the removal of the passkey', async () => {
    const desk = await person('Remi Removed')
    const authenticator = await register(desk)
    const options = await signInOptions()
    await by(desk)('DELETE', `/me/passkeys/${authenticator.id}`)
    expect((await ask('POST', '/session/passkey', { response: authenticator.use(options) })).status).toBe(401)
  })

  it.each([
    ['operators', { response: { id: { $gt: '' } } }],
    ['nothing', {}],
    ['a name of a prototype', { response: { id: '__proto__', rawId: '__proto__', type: 'public-key' } }],
  ])('refuses %s', async (_what, body) => {
    expect((await ask('POST', '/session/passkey', body)).status).toBe(400)
  })

  it('is refused from a page of another site', async () => {
    for (const path of ['/session/passkey/options', '/session/passkey', '/session/proof']) {
      const { status } = await fetch(`${house.url}/api/v1${path}`, {
        method: 'POST',
        headers: { Origin: 'https://evil.example' },
      })
      expect(status, path).toBe(403)
    }
  })
})

describe('a proof by passkey', () => {
  const prove = (device: Device, response: object) =>
    by(device)('POST', '/session/proof/passkey', { response })

  it('covers ten minutes as one by password does', async () => {
    const desk = await person('Pia Proof')
    expect((await by(desk)('GET', '/session/proof')).body.means).toEqual(['password'])
    const authenticator = await register(desk)
    expect((await by(desk)('GET', '/session/proof')).body.means).toEqual(['passkey', 'password'])
    const answer = await prove(desk, authenticator.use(await proofOptions(desk)))
    expect(answer).toMatchObject({ status: 200, body: { provedUntil: expect.any(String) } })
    expect(await proved(desk)).toBe(true)
  })

  it('is not given by somebody else’s passkey, another session’s answer, an old one, or one to sign in', async () => {
    const desk = await person('Dora Desk')
    const phone = await another(desk)
    const own = await register(desk)
    const stranger = await person('Stan Stranger')
    const strange = await register(stranger)
    const refused = { status: 400, body: { error: { code: 'invalid', data: { why: 'passkey_refused' } } } }
    expect(await prove(desk, strange.use(await proofOptions(desk)))).toMatchObject(refused)
    expect(
      await prove(desk, strange.use(await proofOptions(desk), { accountId: desk.person.id })),
    ).toMatchObject(refused)
    expect(await prove(desk, own.use(await proofOptions(phone)))).toMatchObject(refused)
    expect(await prove(desk, own.use(await signInOptions()))).toMatchObject(refused)
    expect(await prove(desk, own.use(await proofOptions(desk), { userVerified: false }))).toMatchObject(
      refused,
    )
    const late = await proofOptions(desk)
    await wait(5.1)
    expect(await prove(desk, own.use(late))).toMatchObject(refused)
    expect([await proved(desk), await proved(phone)]).toEqual([false, false])
    expect((await by(desk)('GET', '/me')).status).toBe(200)
    expect((await prove(desk, own.use(await proofOptions(desk)))).status).toBe(200)
  })
})
