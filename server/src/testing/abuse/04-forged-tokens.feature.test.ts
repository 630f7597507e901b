/** Access tokens that are not ours, or are not for this: refused on all three ways in. */
import { createHmac, createPublicKey, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keyRingOf } from '../../platform/secret.ts'
import { connect } from '../socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../test-house.ts'

const secret = randomBytes(48)
const { id: kid } = keyRingOf([secret]).first

let house: TestHouse
let nurse: TestPerson
/** A session of the nurse's that lives, so that nothing but the token is wrong. */
let sid: string
let caseId: string

beforeAll(async () => {
  house = await startTestHouse({ secret })
  nurse = await house.person('Ada Nurse', 'nurse')
  sid = (jwt.decode(nurse.token) as { sid: string }).sid
  caseId = await house.openCase(nurse)
})
afterAll(() => house.stop())

const now = () => Math.floor(Date.now() / 1000)
const right = () => ({
  sub: nurse.id,
  sid,
  iss: 'colloque',
  aud: 'colloque:api',
  iat: now(),
  exp: now() + 600,
})
const header = { alg: 'HS256', typ: 'at+jwt', kid }
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token by hand, with any header, signed as HS256 signs. */
function forge(claims: object, head: object, key: string | Buffer = secret): string {
  const body = `${encode(head)}.${encode(claims)}`
  return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`
}

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const publicPem = pair.publicKey.export({ type: 'spki', format: 'pem' }) as string
const jwk = createPublicKey(publicPem).export({ format: 'jwk' })

/** How a token is received over HTTP, on a socket, and for a document. */
async function doors(token: string) {
  const http = await fetch(`${house.url}/api/v1/me`, { headers: { Authorization: `Bearer ${token}` } })
  const socket = await connect(house.url, token).then(
    (open) => (open.disconnect(), 'connected'),
    (error: Error) => error.message,
  )
  const board = await new Promise((closed) => {
    const address = `${house.url.replace('http', 'ws')}/yjs/case/${caseId}/board`
    const opened = new WebSocket(`${address}?token=${encodeURIComponent(token)}`)
    opened.on('message', () => (closed('frame'), opened.close()))
    opened.on('close', closed)
    opened.on('error', () => closed('error'))
  })
  return { http: http.status, socket, board }
}

const forged: [string, () => string][] = [
  ['alg none, without a signature', () => `${encode({ ...header, alg: 'none' })}.${encode(right())}.`],
  ['alg NONE, with the signature of a good one', () => forge(right(), { ...header, alg: 'NONE' })],
  ['HS256 with a public key as its secret', () => forge(right(), header, publicPem)],
  [
    'RS256 with a key of the attacker’s',
    () => jwt.sign(right(), pair.privateKey, { algorithm: 'RS256', header: { ...header, alg: 'RS256' } }),
  ],
  [
    'HS512 with the right key',
    () => jwt.sign(right(), secret, { algorithm: 'HS512', header: { ...header, alg: 'HS512' } }),
  ],
  ['a path for kid', () => forge(right(), { ...header, kid: '../../../../dev/null' }, '')],
  ['a path for kid, rightly signed', () => forge(right(), { ...header, kid: '/proc/self/environ' })],
  ['an object for kid', () => forge(right(), { ...header, kid: { $ne: null } })],
  ['a list for kid', () => forge(right(), { ...header, kid: [kid, kid] })],
  ['a name of Object’s for kid', () => forge(right(), { ...header, kid: '__proto__' }, 'undefined')],
  ['no kid', () => forge(right(), { alg: 'HS256', typ: 'at+jwt' })],
  ['jku of the attacker’s', () => forge(right(), { ...header, jku: 'https://evil.example/keys' }, publicPem)],
  ['its own key in the header', () => forge(right(), { ...header, jwk }, publicPem)],
  ['an empty key', () => forge(right(), header, '')],
  ['another audience', () => forge({ ...right(), aud: 'colloque:mail' }, header)],
  ['no audience', () => forge({ ...right(), aud: undefined }, header)],
  ['another issuer', () => forge({ ...right(), iss: 'colloque.evil' }, header)],
  ['another type', () => forge(right(), { ...header, typ: 'JWT' })],
  ['another type in capitals', () => forge(right(), { ...header, typ: 'RT+JWT' })],
  ['an end that has passed', () => forge({ ...right(), exp: now() - 1 }, header)],
  ['no end', () => forge({ ...right(), exp: undefined }, header)],
  ['an end that is text', () => forge({ ...right(), exp: '9999999999' }, header)],
  ['another’s session', () => forge({ ...right(), sid: randomUUID() }, header)],
  ['an operator for its session', () => forge({ ...right(), sid: { $ne: null } }, header)],
  ['an operator for its account', () => forge({ ...right(), sub: { $gt: '' } }, header)],
  [
    'another body under a good signature',
    () => {
      const [head, , signature] = nurse.token.split('.')
      return `${head}.${encode({ ...right(), sub: randomUUID() })}.${signature}`
    },
  ],
  ['a signature that goes on', () => `${nurse.token}x`],
  ['five parts', () => `${nurse.token}.x.x`],
  ['nothing but dots', () => '.'.repeat(3_000)],
]

describe('abuse 4: a forged token', () => {
  it('of which every part is right opens all doors: nothing else is wrong with those below', async () => {
    expect(await doors(forge(right(), header))).toEqual({ http: 200, socket: 'connected', board: 'frame' })
  })

  it.each(forged)('%s: refused on every way in', async (_what, make) => {
    expect(await doors(make())).toEqual({ http: 401, socket: 'unauthenticated', board: 4401 })
  })
})
