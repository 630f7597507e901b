/**
 * The two exchanges of WebAuthn, each in two steps: the server hands out options with a challenge, the browser has
 * the authenticator sign it, the server checks the answer against challenge, origin, host, key and counter.
 */
import type { NewPasskey, PasskeyUse } from '@colloque/contract'
import { DomainError, type Account } from '@colloque/domain'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { decodeAttestationObject, decodeClientDataJSON, isoBase64URL } from '@simplewebauthn/server/helpers'
import { z } from 'zod'
import type { ChallengePurpose, Challenges } from './challenges.ts'
import type { Passkeys, StoredPasskey } from './passkeys.ts'
import type { RelyingParty } from './relying-party.ts'

/** EdDSA, ES256 and RS256 of COSE: what authenticators make today, and every node can check. */
const ALGORITHMS = [-8, -7, -257]
const TRANSPORTS: readonly string[] = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']

/** What an answer says of itself; whatever a stranger writes, only these reach the database. */
const ClientDataSchema = z.object({ challenge: z.string().max(200), origin: z.string().max(500) })

/** For whom a passkey is asked: nobody yet, or an account within its session. */
export type AskedOf = { readonly accountId: string; readonly sessionId: string } | undefined

export interface PasskeyCeremonies {
  registrationOptions(account: Account, sessionId: string): Promise<object>
  /** @throws invalid { why: 'passkey_refused' }; conflict when it is known, or there are too many */
  register(accountId: string, sessionId: string, made: NewPasskey): Promise<StoredPasskey>
  /** Of whoever is asked; for signing in of anybody, since the authenticator knows whom it is for. */
  useOptions(asked: AskedOf): Promise<object>
  /** @returns whose passkey it was; undefined for whatever is wrong with it, and nobody learns what */
  use(asked: AskedOf, response: PasskeyUse): Promise<string | undefined>
}

export function createPasskeyCeremonies(parts: {
  relyingParty: RelyingParty
  passkeys: Passkeys
  challenges: Challenges
  clock: () => Date
}): PasskeyCeremonies {
  const { relyingParty, passkeys, challenges, clock } = parts
  const purposeOf = (asked: AskedOf) => (asked ? 'prove' : 'signIn')

  /** What an answer is checked against. Its challenge is used up, whatever else is wrong with it. */
  const expectedOf = async (
    { response }: { response: { clientDataJSON: string } },
    purpose: ChallengePurpose,
    sessionId: string | null,
  ) => {
    const said = ClientDataSchema.safeParse(
      await orNothing(async () => decodeClientDataJSON(response.clientDataJSON)),
    )
    if (!said.success) return undefined
    const { challenge, origin } = said.data
    const isGood = await challenges.redeem(challenge, purpose, sessionId)
    // The library compares with a list; which origins are ours is decided here.
    if (!isGood || !relyingParty.isOurs(origin)) return undefined
    return { expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: relyingParty.id }
  }

  return {
    registrationOptions: async (account, sessionId) =>
      generateRegistrationOptions({
        rpName: relyingParty.name,
        rpID: relyingParty.id,
        userID: bytes(account.id),
        userName: account.email,
        userDisplayName: account.name,
        challenge: decoded(await challenges.issue('register', sessionId)),
        excludeCredentials: descriptors(await passkeys.of(account.id)),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        supportedAlgorithmIDs: ALGORITHMS,
      }),

    register: async (accountId, sessionId, { name, response }) => {
      const expected = await expectedOf(response, 'register', sessionId)
      const verified =
        expected &&
        (await orNothing(async () =>
          verifyRegistrationResponse({
            response: withoutCertificates(response),
            ...expected,
            supportedAlgorithmIDs: ALGORITHMS,
          }),
        ))
      if (!verified?.verified) throw new DomainError('invalid', { why: 'passkey_refused' })
      const { credential, credentialDeviceType, credentialBackedUp } = verified.registrationInfo
      const passkey: StoredPasskey = {
        _id: credential.id,
        accountId,
        publicKey: isoBase64URL.fromBuffer(credential.publicKey),
        counter: credential.counter,
        transports: (response.response.transports ?? []).filter((one) => TRANSPORTS.includes(one)),
        deviceType: credentialDeviceType,
        backedUp: credentialBackedUp,
        name,
        createdAt: clock(),
        lastUsedAt: null,
      }
      await passkeys.add(passkey)
      return passkey
    },

    useOptions: async (asked) =>
      generateAuthenticationOptions({
        rpID: relyingParty.id,
        challenge: decoded(await challenges.issue(purposeOf(asked), asked?.sessionId ?? null)),
        allowCredentials: asked ? descriptors(await passkeys.of(asked.accountId)) : [],
        userVerification: 'required',
      }),

    use: async (asked, response) => {
      const expected = await expectedOf(response, purposeOf(asked), asked?.sessionId ?? null)
      const passkey = await passkeys.find(response.id)
      if (!expected || !passkey) return undefined
      const { _id: id, accountId, counter, publicKey } = passkey
      if (asked ? asked.accountId !== accountId : response.response.userHandle === undefined) return undefined
      if (!isHandleOf(accountId, response.response.userHandle)) return undefined
      const verified = await orNothing(async () =>
        verifyAuthenticationResponse({
          response: response as AuthenticationResponseJSON,
          ...expected,
          credential: { id, publicKey: decoded(publicKey), counter },
        }),
      )
      if (!verified?.verified) return undefined
      const { newCounter, credentialBackedUp, credentialDeviceType } = verified.authenticationInfo
      // Whether a passkey may leave its device is fixed when it is made. Source: WebAuthn 3, §7.2 step 18.
      if (credentialDeviceType !== passkey.deviceType) return undefined
      const used = { counter: newCounter, backedUp: credentialBackedUp, at: clock() }
      return (await passkeys.use(id, used)) ? accountId : undefined
    },
  }
}

const bytes = (text: string) => new Uint8Array(Buffer.from(text))
const decoded = (text: string) => isoBase64URL.toBuffer(text)
const descriptors = (passkeys: readonly StoredPasskey[]) =>
  passkeys.map(({ _id, transports }) => ({ id: _id, transports }))

/** Who nobody asked for by name is named by the authenticator, and must be the owner. Source: WebAuthn 3, §7.2 step 6. */
const isHandleOf = (accountId: string, handle: string | undefined) =>
  handle === undefined || Buffer.from(handle, 'base64url').toString() === accountId

/**
 * None are asked for, so a browser sends none. Checking one would make the library call the address that it names
 * for revoked ones: anybody could send the server into the network of the house.
 * @throws where there is one
 */
function withoutCertificates(response: NewPasskey['response']): RegistrationResponseJSON {
  const attestation = decodeAttestationObject(decoded(response.response.attestationObject))
  const format = attestation.get('fmt')
  const isPlain = format === 'none' || (format === 'packed' && !attestation.get('attStmt').get('x5c'))
  if (!isPlain) throw new Error('an attestation that nobody asked for')
  return response as RegistrationResponseJSON
}

/** The library throws for whatever an answer has wrong. */
async function orNothing<T>(verify: () => Promise<T>): Promise<T | undefined> {
  try {
    return await verify()
  } catch {
    return undefined
  }
}
