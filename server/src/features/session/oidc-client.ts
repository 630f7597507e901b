/** The exchanges with an identity provider: OpenID Connect's code flow with PKCE, by openid-client. */
import type { OidcFailure } from '@colloque/contract'
import * as openid from 'openid-client'
import { isLoopback } from '../../platform/configuration.ts'
import { readClaims, saysTwoFactors, type ProvidedIdentity } from './oidc-claims.ts'

export interface OidcSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** As the sign-in page shows it. */
  readonly name: string
  /** Its own discovery address, scopes, level and claims. */
  readonly proSanteConnect: boolean
}

/** A sign-in elsewhere that came to nothing. */
export class OidcError extends Error {
  readonly failure: OidcFailure
  /** For the log: a code of the library's or the provider's, never a token. */
  readonly detail: string

  constructor(failure: OidcFailure, detail = '') {
    super(failure)
    this.failure = failure
    this.detail = detail
  }
}

export interface OidcClient {
  /** Where to send the browser. @throws OidcError oidc_unavailable */
  authorizationUrl(asked: { state: string; nonce: string; codeVerifier: string }): Promise<URL>
  /**
   * Redeems what the browser came back with.
   * @param search of its address
   * @throws OidcError
   */
  redeem(
    search: string,
    expected: { state: string; nonce: string; codeVerifier: string },
  ): Promise<ProvidedIdentity & { readonly twoFactors: boolean }>
}

/** Metadata and keys of a provider are asked for anew after so long. */
const DISCOVERED_MS = 3_600_000
const TIMEOUT_SECONDS = 10
const PSC_DISCOVERY = '/.well-known/wallet-openid-configuration'
const PSC_LEVELS: readonly (string | undefined)[] = ['eidas1', 'eidas2', 'eidas3']

export function createOidcClient(
  settings: OidcSettings,
  { redirectUri, clock }: { readonly redirectUri: string; readonly clock: () => Date },
): OidcClient {
  const { issuer, clientId, clientSecret, proSanteConnect } = settings
  let discovered: { readonly at: number; readonly configuration: Promise<openid.Configuration> } | undefined

  async function discover(): Promise<openid.Configuration> {
    const configuration = await openid.discovery(
      new URL(proSanteConnect ? `${issuer}${PSC_DISCOVERY}` : issuer),
      clientId,
      clientSecret,
      openid.ClientSecretBasic(clientSecret),
      {
        timeout: TIMEOUT_SECONDS,
        // Checks the signature of ID tokens too, though they come straight from the provider.
        execute: [
          openid.enableNonRepudiationChecks,
          ...(isLoopback(issuer) ? [openid.allowInsecureRequests] : []),
        ],
      },
    )
    // The library does not compare where the discovery address is not the usual one.
    if (configuration.serverMetadata().issuer !== issuer) throw new Error('another issuer')
    return configuration
  }

  async function configured(): Promise<openid.Configuration> {
    const now = clock().getTime()
    if (!discovered || now - discovered.at > DISCOVERED_MS)
      discovered = { at: now, configuration: discover() }
    try {
      return await discovered.configuration
    } catch (error) {
      discovered = undefined
      throw new OidcError('oidc_unavailable', codeOf(error))
    }
  }

  return {
    authorizationUrl: async ({ state, nonce, codeVerifier }) =>
      openid.buildAuthorizationUrl(await configured(), {
        redirect_uri: redirectUri,
        scope: proSanteConnect ? 'openid scope_all' : 'openid',
        ...(proSanteConnect ? { acr_values: 'eidas1' } : {}),
        ...{ state, nonce, code_challenge_method: 'S256' },
        code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
      }),

    redeem: async (search, { state, nonce, codeVerifier }) => {
      const configuration = await configured()
      try {
        const tokens = await openid.authorizationCodeGrant(configuration, new URL(search, redirectUri), {
          ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: codeVerifier },
          idTokenExpected: true,
        })
        const claims = tokens.claims()
        if (!claims) throw new OidcError('oidc_refused', 'no_id_token')
        const more = configuration.serverMetadata().userinfo_endpoint
          ? await openid.fetchUserInfo(configuration, tokens.access_token, claims.sub)
          : {}
        // Who it is and how they showed it is taken from what is signed.
        const person = readClaims({ ...more, ...claims, acr: claims['acr'], amr: claims['amr'] })
        if (proSanteConnect && !PSC_LEVELS.includes(person.acr)) throw new OidcError('oidc_level')
        // Pro Santé Connect gives eidas1 for a card and its code, or a registered telephone and its code, alone.
        return { ...person, twoFactors: proSanteConnect || saysTwoFactors(person) }
      } catch (error) {
        throw error instanceof OidcError ? error : new OidcError(failureOf(error), codeOf(error))
      }
    },
  }
}

const AWAY: readonly string[] = ['OAUTH_TIMEOUT', 'temporarily_unavailable', 'server_error']

function failureOf(error: unknown): OidcFailure {
  // What `fetch` throws when nobody answers.
  const isNetwork = error instanceof TypeError && error.message === 'fetch failed'
  return isNetwork || AWAY.includes(codeOf(error)) ? 'oidc_unavailable' : 'oidc_refused'
}

function codeOf(error: unknown): string {
  const { error: said, code, name } = error as { error?: unknown; code?: unknown; name?: string }
  return (
    [said, code, name].find((one): one is string => typeof one === 'string' && /^[\w.-]{1,60}$/.test(one)) ??
    ''
  )
}
