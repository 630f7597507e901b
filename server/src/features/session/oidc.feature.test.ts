/** Sign-in at an identity provider, a real one in the shape of Pro Santé Connect, by a browser of our own making. */
import type { Profession } from '@colloque/domain'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startIdentityProvider, type IdentityProvider } from '@colloque/testing/identity-provider'
import { PASSWORD, startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

const ADDRESS = 'https://colloque.maison.example'
const CALLBACK = `${ADDRESS}/api/v1/session/oidc/callback`

let house: TestHouse
let provider: IdentityProvider
const others: { stop(): Promise<void> }[] = []

beforeAll(async () => {
  provider = await startIdentityProvider({ redirectUri: CALLBACK })
  house = await houseOf(provider)
})
afterAll(async () => {
  await house.stop()
  await provider.stop()
})
afterEach(async () => {
  for (const other of others.splice(0)) await other.stop()
})

const houseOf = ({ issuer, clientId, clientSecret }: IdentityProvider, proSanteConnect = true) =>
  startTestHouse({
    address: ADDRESS,
    oidc: { ...{ issuer, clientId, clientSecret, proSanteConnect }, name: 'Pro Santé Connect' },
  })

/** A browser: it keeps cookies by host, and takes the house's public address for where it listens. */
function createBrowser(at = house) {
  const jars = new Map<string, Map<string, string>>()
  const jarOf = (url: URL) => jars.get(url.host) ?? jars.set(url.host, new Map()).get(url.host) ?? new Map()
  async function get(address: string, headers: Record<string, string> = {}, init: RequestInit = {}) {
    const url = new URL(address, ADDRESS)
    const jar = jarOf(url)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url.href.replace(ADDRESS, at.url), {
      ...init,
      redirect: 'manual',
      headers: { ...headers, ...(cookie ? { cookie } : {}) },
    })
    for (const text of response.headers.getSetCookie()) {
      const [pair = ''] = text.split(';')
      const value = pair.slice(pair.indexOf('=') + 1)
      if (value === '' || /max-age=0|1970/i.test(text)) jar.delete(pair.split('=')[0] ?? '')
      else jar.set(pair.split('=')[0] ?? '', value)
    }
    const location = response.headers.get('location')
    const next = location === null ? undefined : new URL(location, url).href
    return { response, next }
  }
  /** Follows redirects until one would come to an address that begins so. @returns that address */
  async function follow(address: string, until: string): Promise<string> {
    let next: string | undefined = new URL(address, ADDRESS).href
    for (let hops = 0; hops < 12 && next && !next.startsWith(until); hops++) next = (await get(next)).next
    return next ?? expect.fail(`${until} was not reached`)
  }
  return {
    get,
    follow,
    /** Goes to the provider and back, up to the callback. */
    signInElsewhere: (to = '/') =>
      follow(`/api/v1/session/oidc/start?to=${encodeURIComponent(to)}`, CALLBACK),
    /** What the page does first when it is loaded. */
    refresh: async () => {
      const { response } = await get('/api/v1/session/refresh', {}, { method: 'POST' })
      // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read answers freely
      return { status: response.status, body: (await response.json()) as any }
    },
  }
}
const cameTo = ({ next = '' }: { next?: string | undefined }) => next.replace(ADDRESS, '')

let counter = 0
const withLuhn = (ten: string) => {
  for (let digit = 0; digit < 10; digit++) {
    const sum = [...`${ten}${digit}`].reverse().reduce((total, one, index) => {
      const weighted = Number(one) * (index % 2 ? 2 : 1)
      return total + (weighted > 9 ? weighted - 9 : weighted)
    }, 0)
    if (sum % 10 === 0) return `${ten}${digit}`
  }
  return expect.fail()
}
/** Somebody with a number set by their house, and their claims elsewhere. */
async function professional(name: string, profession: Profession, code: string, at = house) {
  const rpps = withLuhn(`99700${String(10_000 + ++counter)}`)
  const teamId = await at.application.teams.create({ name: `Maison ${counter}` })
  const email = `oidc-${counter}@essais.example`
  const account = await at.application.accounts.create(
    { email, name, profession, phone: null, teamIds: [teamId], rpps },
    PASSWORD,
  )
  const present = {
    sub: `f:550e8400-e29b-41d4-a716-446655440000:8${rpps}`,
    acr: 'eidas1',
    claims: {
      SubjectNameID: `8${rpps}`,
      SubjectRole: [`${code}^1.2.250.1.213.1.1.5.5`],
      SubjectRefPro: { exercices: [{ codeProfession: code, activities: [] }] },
    },
  }
  return { account, present, teamId }
}

describe('with Pro Santé Connect', () => {
  it('is offered by its name, asked by its scope and level, and bound by PKCE, state, nonce and a cookie', async () => {
    const browser = createBrowser()
    const { response: offered } = await browser.get('/api/v1/session/oidc')
    expect(await offered.json()).toEqual({ name: 'Pro Santé Connect' })
    const { response, next = '' } = await browser.get('/api/v1/session/oidc/start?to=/')
    expect(response.status).toBe(302)
    const asked = Object.fromEntries(new URL(next).searchParams)
    expect(asked).toMatchObject({
      ...{ scope: 'openid scope_all', acr_values: 'eidas1', response_type: 'code' },
      ...{ code_challenge_method: 'S256', redirect_uri: CALLBACK, client_id: 'colloque' },
    })
    for (const secret of [asked['state'], asked['nonce'], asked['code_challenge']])
      expect(secret).toMatch(/^[\w-]{43}$/)
    const [cookie] = response.headers.getSetCookie()
    expect(cookie).toMatch(/^__Host-colloque-oidc=[\w-]{43};.*HttpOnly; Secure; SameSite=Lax/)
  })

  it('finds the account by the number that its house set, links it, and opens a session', async () => {
    const { account, present } = await professional('Cleo Doctor', 'physician', '10')
    provider.present = present
    const browser = createBrowser()
    const back = await browser.signInElsewhere('/situations?filtre=moi')
    expect(cameTo(await browser.get(back))).toBe('/situations?filtre=moi')
    expect(await browser.refresh()).toMatchObject({ status: 200, body: { account: { id: account.id } } })
    const stored = await house.connection.collection('sessions').findOne({ accountId: account.id })
    expect(stored?.['methods']).toEqual(['oidc'])
    // From now on by what is linked: the number is not asked again.
    provider.present = { ...present, claims: {} }
    const again = createBrowser()
    expect(cameTo(await again.get(await again.signInElsewhere()))).toBe('/')
    expect(await again.refresh()).toMatchObject({ body: { account: { id: account.id } } })
    const records = await house.connection
      .collection('audit')
      .find({ trail: `account:${account.id}` })
      .toArray()
    expect(records.filter(({ kind }) => kind === 'identity.linked')).toMatchObject([
      { detail: { by: 'rpps' } },
    ])
  })

  it('counts as two factors where the team asks for them', async () => {
    const { account, present, teamId } = await professional('Tess Team', 'nurse', '60')
    await requireSecondFactor(house, teamId)
    provider.present = present
    const browser = createBrowser()
    expect(cameTo(await browser.get(await browser.signInElsewhere()))).toBe('/')
    expect(await browser.refresh()).toMatchObject({ body: { account: { id: account.id } } })
  })

  it('nobody whom no house knows gets an account', async () => {
    const { present } = await professional('Una Known', 'nurse', '60')
    const before = await house.connection.collection('accounts').countDocuments()
    for (const claims of [
      { ...present.claims, SubjectNameID: '899700999999' },
      {},
      { SubjectNameID: '0123456789' },
    ]) {
      provider.present = { sub: 'f:somebody:else', acr: 'eidas1', claims }
      const browser = createBrowser()
      expect(cameTo(await browser.get(await browser.signInElsewhere()))).toBe(
        '/connexion?pourquoi=oidc_unknown',
      )
      expect((await browser.refresh()).status).toBe(401)
    }
    expect(await house.connection.collection('accounts').countDocuments()).toBe(before)
  })

  it('a number that belongs to another profession links nothing', async () => {
    const { account, present } = await professional('Nina Nurse', 'nurse', '21')
    provider.present = present
    const browser = createBrowser()
    expect(cameTo(await browser.get(await browser.signInElsewhere()))).toBe(
      '/connexion?pourquoi=oidc_profession',
    )
    const stored = await house.connection.collection('accounts').findOne({ _id: account.id as never })
    expect(stored).not.toHaveProperty('identities')
  })

  it('a lower level, or none, is refused', async () => {
    const { present } = await professional('Lola Low', 'nurse', '60')
    for (const acr of ['eidas0', undefined]) {
      provider.present = { sub: present.sub, claims: present.claims, ...(acr ? { acr } : {}) }
      const browser = createBrowser()
      expect(cameTo(await browser.get(await browser.signInElsewhere()))).toBe(
        '/connexion?pourquoi=oidc_level',
      )
    }
  })

  it('whoever gives up there comes back to a word', async () => {
    provider.present = null
    const browser = createBrowser()
    expect(cameTo(await browser.get(await browser.signInElsewhere()))).toBe(
      '/connexion?pourquoi=oidc_refused',
    )
  })
})

describe('what is forged', () => {
  const expired = '/connexion?pourquoi=oidc_expired'
  const signInAs = async () => {
    const { present } = await professional('Vera Victim', 'physician', '10')
    provider.present = present
  }

  it('a state that is wrong or missing, and another browser’s: no session', async () => {
    await signInAs()
    const browser = createBrowser()
    const back = await browser.signInElsewhere()
    const forged = new URL(back)
    forged.searchParams.set('state', 'x'.repeat(43))
    expect(cameTo(await browser.get(forged.href))).toBe(expired)
    forged.searchParams.delete('state')
    expect(cameTo(await browser.get(forged.href))).toBe(expired)
    // Signing somebody in to the account of an attacker, who kept his own way back for them.
    const other = createBrowser()
    expect(cameTo(await other.get(back))).toBe(expired)
    await other.get('/api/v1/session/oidc/start')
    expect(cameTo(await other.get(back))).toBe(expired)
    expect((await other.refresh()).status).toBe(401)
    // None of it has used up what is good.
    expect(cameTo(await browser.get(back))).toBe('/')
  })

  it('a way back is good once, and its code under no other state', async () => {
    await signInAs()
    const browser = createBrowser()
    const back = await browser.signInElsewhere()
    expect(cameTo(await browser.get(back))).toBe('/')
    expect(cameTo(await browser.get(back))).toBe(expired)
    const { next = '' } = await browser.get('/api/v1/session/oidc/start')
    const replayed = new URL(back)
    replayed.searchParams.set('state', new URL(next).searchParams.get('state') ?? '')
    expect(cameTo(await browser.get(replayed.href))).toBe('/connexion?pourquoi=oidc_refused')
  })

  it('a code of another sign-in: PKCE and the nonce refuse it', async () => {
    await signInAs()
    const [one, other] = [createBrowser(), createBrowser()]
    const [ones, others] = [new URL(await one.signInElsewhere()), new URL(await other.signInElsewhere())]
    ones.searchParams.set('code', others.searchParams.get('code') ?? '')
    expect(cameTo(await one.get(ones.href))).toBe('/connexion?pourquoi=oidc_refused')
  })

  it('a nonce that is not ours', async () => {
    await signInAs()
    const browser = createBrowser()
    const { next = '' } = await browser.get('/api/v1/session/oidc/start')
    const asked = new URL(next)
    asked.searchParams.set('nonce', 'another')
    const back = await browser.follow(asked.href, CALLBACK)
    expect(cameTo(await browser.get(back))).toBe('/connexion?pourquoi=oidc_refused')
    expect((await browser.refresh()).status).toBe(401)
  })

  it.each([
    ['without a signature', (header: string, payload: string) => `${header}.${payload}.`],
    [
      'of the algorithm none',
      (_: string, payload: string) => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`,
    ],
    [
      'for somebody else, under the signature of another',
      (header: string, payload: string, signature: string) => {
        const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
        const forged = Buffer.from(JSON.stringify({ ...claims, sub: 'f:x:899700296140' })).toString(
          'base64url',
        )
        return `${header}.${forged}.${signature}`
      },
    ],
  ])('an ID token %s', async (_what, forge) => {
    const forger = await startIdentityProvider({
      redirectUri: CALLBACK,
      tamper: (token) => forge(...(token.split('.') as [string, string, string])),
    })
    others.push(forger)
    const other = await houseOf(forger)
    others.push(other)
    const { present } = await professional('Vera Victim', 'physician', '10', other)
    forger.present = present
    const browser = createBrowser(other)
    expect(cameTo(await browser.get(await browser.signInElsewhere()))).toBe(
      '/connexion?pourquoi=oidc_refused',
    )
    expect((await browser.refresh()).status).toBe(401)
  })

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/api/v1/session/oidc/start'])(
    'a way on to %s leads home',
    async (to) => {
      await signInAs()
      const browser = createBrowser()
      expect(cameTo(await browser.get(await browser.signInElsewhere(to)))).toBe('/')
    },
  )
})

describe('linking', () => {
  const json = { 'Content-Type': 'application/json' }
  const asPerson = (person: Pick<TestPerson, 'token'>, browser = createBrowser()) => ({
    browser,
    ask: async (method: string, path: string, body?: object) => {
      const headers = { ...json, Authorization: `Bearer ${person.token}` }
      const init = { method, ...(body ? { body: JSON.stringify(body) } : {}) }
      const { response } = await browser.get(`/api/v1${path}`, headers, init)
      const text = await response.text()
      // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read answers freely
      return { status: response.status, body: (text ? JSON.parse(text) : undefined) as any }
    },
  })
  const link = async (person: TestPerson, sub: string) => {
    provider.present = { sub, acr: 'eidas1', claims: {} }
    const { ask, browser } = asPerson(person)
    const started = await ask('POST', '/me/identities/start', { to: '/moi?onglet=acces' })
    expect(started.status).toBe(200)
    return cameTo(await browser.get(await browser.follow(started.body.url, CALLBACK)))
  }

  it('by whoever is signed in, without a number; unlinked it opens nothing any more', async () => {
    const secretary = await house.person('Sara Secretary', 'medicalSecretary')
    expect(await link(secretary, 'f:x:sara')).toBe('/moi?onglet=acces')
    const { ask } = asPerson(secretary)
    const { body } = await ask('GET', '/me/identities')
    expect(body.items).toMatchObject([{ issuer: provider.issuer, name: 'Pro Santé Connect' }])
    const browser = createBrowser()
    await browser.get(await browser.signInElsewhere())
    expect(await browser.refresh()).toMatchObject({ body: { account: { id: secretary.id } } })
    expect((await ask('DELETE', `/me/identities/${body.items[0].id}`)).status).toBe(204)
    expect((await ask('DELETE', `/me/identities/${body.items[0].id}`)).status).toBe(404)
    const again = createBrowser()
    expect(cameTo(await again.get(await again.signInElsewhere()))).toBe('/connexion?pourquoi=oidc_unknown')
    // Two who have unlinked do not stand in one another's way.
    const other = await house.person('Otto Other', 'nurse')
    await link(other, 'f:x:otto')
    const theirs = await asPerson(other).ask('GET', '/me/identities')
    expect((await asPerson(other).ask('DELETE', `/me/identities/${theirs.body.items[0].id}`)).status).toBe(
      204,
    )
  })

  it('what is somebody else’s stays theirs', async () => {
    const first = await house.person('Fay First', 'nurse')
    const second = await house.person('Sid Second', 'nurse')
    expect(await link(first, 'f:x:shared')).toBe('/moi?onglet=acces')
    expect(await link(second, 'f:x:shared')).toBe('/moi?onglet=acces&pourquoi=oidc_taken')
    expect((await asPerson(second).ask('GET', '/me/identities')).body.items).toEqual([])
  })

  it('is not finished by another browser, nor for a session that has ended', async () => {
    const person = await house.person('Pia Person', 'nurse')
    provider.present = { sub: 'f:x:attacker', acr: 'eidas1', claims: {} }
    const { ask, browser } = asPerson(person)
    const { body } = await ask('POST', '/me/identities/start', {})
    const back = await browser.follow(body.url, CALLBACK)
    expect(cameTo(await createBrowser().get(back))).toBe('/connexion?pourquoi=oidc_expired')
    await ask('DELETE', '/session')
    expect(cameTo(await browser.get(back))).toBe('/?pourquoi=oidc_expired')
    expect(await house.application.accounts.byIdentity(provider.issuer, 'f:x:attacker')).toBeUndefined()
  })

  it('the last means of signing in is not taken off', async () => {
    const { account, present } = await professional('Solo Linked', 'nurse', '60')
    await house.connection
      .collection('accounts')
      .updateOne({ _id: account.id as never }, { $set: { passwordHash: null } })
    provider.present = present
    const browser = createBrowser()
    await browser.get(await browser.signInElsewhere())
    const { body } = await browser.refresh()
    const { ask } = asPerson({ token: body.accessToken })
    const { items } = (await ask('GET', '/me/identities')).body
    expect(await ask('DELETE', `/me/identities/${items[0].id}`)).toMatchObject({
      status: 409,
      body: { error: { data: { why: 'last_means' } } },
    })
  })
})

describe('another provider', () => {
  it('opens what is linked, and is two factors only where it says so', async () => {
    const plain = await startIdentityProvider({ redirectUri: CALLBACK })
    others.push(plain)
    const other = await houseOf(plain, false)
    others.push(other)
    const { account, present, teamId } = await professional('Lia Linked', 'nurse', '60', other)
    const signIn = async (amr: readonly string[]) => {
      plain.present = { sub: present.sub, claims: present.claims, amr }
      const browser = createBrowser(other)
      return cameTo(await browser.get(await browser.signInElsewhere()))
    }
    // It does not vouch for the number.
    expect(await signIn(['pwd'])).toBe('/connexion?pourquoi=oidc_unknown')
    await other.application.accounts.linkIdentity(account.id, { issuer: plain.issuer, subject: present.sub })
    expect(await signIn(['pwd'])).toBe('/')
    await requireSecondFactor(other, teamId)
    expect(await signIn(['pwd'])).toBe('/connexion?pourquoi=oidc_second_factor')
    expect(await signIn(['pwd', 'otp', 'mfa'])).toBe('/')
  })

  it('that is down is said, and one signs in here as before', async () => {
    const away = await startIdentityProvider({ redirectUri: CALLBACK })
    const other = await houseOf(away)
    others.push(other)
    const { account, present } = await professional('Dan Down', 'nurse', '60', other)
    const browser = createBrowser(other)
    away.present = present
    const back = await browser.signInElsewhere()
    await away.stop()
    expect(cameTo(await browser.get(back))).toBe('/connexion?pourquoi=oidc_unavailable')
    const fresh = await houseOf(away)
    others.push(fresh)
    const early = createBrowser(fresh)
    expect(cameTo(await early.get('/api/v1/session/oidc/start'))).toBe('/connexion?pourquoi=oidc_unavailable')
    const local = await fetch(`${other.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: account.email, password: PASSWORD }),
    })
    expect(local.status).toBe(200)
  })

  it('where none is configured none is offered', async () => {
    const bare = await startTestHouse()
    others.push(bare)
    const browser = createBrowser(bare)
    expect(await (await browser.get('/api/v1/session/oidc')).response.json()).toEqual({ name: null })
    expect(cameTo(await browser.get('/api/v1/session/oidc/start'))).toBe(
      '/connexion?pourquoi=oidc_unavailable',
    )
    expect(cameTo(await browser.get('/api/v1/session/oidc/callback?state=x&code=y'))).toBe(
      '/connexion?pourquoi=oidc_expired',
    )
  })
})

/** As a team's administrator sets it. */
async function requireSecondFactor(at: TestHouse, teamId: string): Promise<void> {
  const { changes } = at.application
  await changes.execute({
    stream: `team:${teamId}`,
    commandId: crypto.randomUUID(),
    by: 'system:setup',
    input: {},
    decide: (fold) => {
      const team = fold.get<{ security: object }>('careTeam', teamId)?.after
      if (!team) throw new Error('no team')
      const after = { ...team, security: { ...team.security, secondFactorRequired: true } }
      return { kind: 'team.securitySet', entities: [{ type: 'careTeam', id: teamId, after }] }
    },
  })
}
