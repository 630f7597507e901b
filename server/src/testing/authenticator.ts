/**
 * An authenticator in software, for tests: one passkey, whose answers can be made wrong in every way. It signs with
 * ES256, as most do; what it answers is what a browser would hand on.
 */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { NewPasskey, PasskeyUse } from '@colloque/contract'
import { isoCBOR } from '@simplewebauthn/server/helpers'

/** What deviates from an answer that is right. */
export interface Deviation {
  readonly challenge?: string
  readonly origin?: string
  readonly rpId?: string
  /** Whether it made sure that it is its owner. */
  readonly userVerified?: boolean
  readonly counter?: number
  /** Whose passkey it says it is. */
  readonly accountId?: string
  readonly multiDevice?: boolean
  readonly type?: string
  /** Of a kind and with a certificate that nobody asked for. */
  readonly certificate?: Buffer
}

export interface PasskeyOptions {
  readonly challenge: string
  readonly rpId?: string
  readonly rp?: { readonly id?: string }
  readonly user?: { readonly id: string }
}

export interface SoftwareAuthenticator {
  readonly id: string
  create(options: PasskeyOptions, deviation?: Deviation): NewPasskey['response']
  use(options: PasskeyOptions, deviation?: Deviation): PasskeyUse
}

const USER_PRESENT = 0x01
const USER_VERIFIED = 0x04
const MAY_LEAVE_DEVICE = 0x08
const BACKED_UP = 0x10
const HAS_KEY = 0x40

const text = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url')
const digest = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest()

/** @param synced one that a password manager keeps, and that does not count its signatures */
export function createAuthenticator({ synced = false } = {}): SoftwareAuthenticator {
  const credentialId = randomBytes(32)
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = text(credentialId)
  let handle = ''
  let counter = 0

  const clientData = (type: string, options: PasskeyOptions, deviation: Deviation) =>
    JSON.stringify({
      type: deviation.type ?? type,
      challenge: deviation.challenge ?? options.challenge,
      origin: deviation.origin ?? 'http://localhost:3000',
      crossOrigin: false,
    })
  const authenticatorData = (options: PasskeyOptions, deviation: Deviation, key?: Uint8Array) => {
    if (!synced) counter++
    const mayLeave = deviation.multiDevice ?? synced
    const flags =
      USER_PRESENT |
      ((deviation.userVerified ?? true) ? USER_VERIFIED : 0) |
      (mayLeave ? MAY_LEAVE_DEVICE | BACKED_UP : 0) |
      (key ? HAS_KEY : 0)
    const count = Buffer.alloc(4)
    count.writeUInt32BE(deviation.counter ?? counter)
    const rpId = deviation.rpId ?? options.rpId ?? options.rp?.id ?? ''
    const credential = key ? [Buffer.alloc(16), Buffer.from([0, credentialId.length]), credentialId, key] : []
    return Buffer.concat([digest(rpId), Buffer.from([flags]), count, ...credential])
  }

  return {
    id,
    create: (options, deviation = {}) => {
      handle = options.user?.id ?? ''
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
      const key = isoCBOR.encode(
        new Map<number, number | Uint8Array>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
          [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
        ]) as never,
      )
      const authData = new Uint8Array(authenticatorData(options, deviation, key))
      const { certificate } = deviation
      const statement = certificate
        ? new Map<string, unknown>([
            ['alg', -7],
            ['sig', new Uint8Array(64)],
            ['x5c', [new Uint8Array(certificate)]],
          ])
        : new Map()
      const attestation = new Map<string, unknown>([
        ['fmt', certificate ? 'packed' : 'none'],
        ['attStmt', statement],
        ['authData', authData],
      ])
      return {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: text(clientData('webauthn.create', options, deviation)),
          attestationObject: text(isoCBOR.encode(attestation as never)),
          transports: [synced ? 'hybrid' : 'internal'],
        },
      }
    },
    use: (options, deviation = {}) => {
      const data = authenticatorData(options, deviation)
      const client = clientData('webauthn.get', options, deviation)
      const { accountId } = deviation
      return {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: text(client),
          authenticatorData: text(data),
          signature: text(sign('sha256', Buffer.concat([data, digest(client)]), privateKey)),
          userHandle: accountId ? text(accountId) : handle,
        },
      }
    },
  }
}
