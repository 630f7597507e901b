/**
 * A real OpenID Connect provider on the loopback, in the shape of Pro Santé Connect: its path, the name of its discovery
 * document, its scope and claims. Whoever is `present` signs in without being asked.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider, type ClientMetadata, type Configuration } from 'oidc-provider'

export interface Present {
  readonly sub: string
  /** Of userinfo. */
  readonly claims?: Readonly<Record<string, unknown>>
  readonly acr?: string
  readonly amr?: readonly string[]
}

export interface IdentityProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Who sits in front of it; null refuses. */
  present: Present | null
  /** Nobody answers any more. */
  stop(): Promise<void>
}

const PATH = '/auth/realms/esante-wallet'
const CLAIMS = ['given_name', 'family_name', 'SubjectNameID', 'SubjectRole', 'SubjectRefPro']

export async function startIdentityProvider(options: {
  readonly redirectUri: string
  readonly client?: Partial<ClientMetadata>
  /** Of the ID token on its way out of the token endpoint. */
  readonly tamper?: (idToken: string) => string
}): Promise<IdentityProvider> {
  const [clientId, clientSecret] = ['colloque', randomBytes(24).toString('base64url')]
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}${PATH}`
  const self = { issuer, clientId, clientSecret, present: null as Present | null }

  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const configuration: Configuration = {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [options.redirectUri],
        ...options.client,
      },
    ],
    jwks: {
      keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'one' } as never],
    },
    cookies: { keys: [randomBytes(24).toString('base64url')] },
    scopes: ['openid', 'scope_all'],
    claims: { openid: ['sub', 'acr', 'amr'], scope_all: CLAIMS },
    acrValues: ['eidas1'],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `${PATH}/interaction/${uid}` },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ sub, ...self.present?.claims }),
    }),
    loadExistingGrant: async ({ oidc }) => {
      const { session, client, provider } = oidc
      if (!session?.accountId || !client) return undefined
      const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId })
      grant.addOIDCScope('openid scope_all')
      await grant.save()
      return grant
    },
  }
  const provider = new Provider(issuer, configuration)
  const answer = provider.callback()

  async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { present } = self
    const result = present
      ? { login: { accountId: present.sub, acr: present.acr, amr: present.amr as string[], remember: false } }
      : { error: 'access_denied', error_description: 'nobody is there' }
    await provider.interactionFinished(request, response, result as never, { mergeWithLastSubmission: false })
  }

  server.on('request', (request: IncomingMessage & { originalUrl?: string }, response: ServerResponse) => {
    const url = request.url ?? ''
    if (url.startsWith(`${PATH}/interaction/`)) {
      interact(request, response).catch(() => response.writeHead(500).end())
      return
    }
    request.originalUrl = url
    request.url = url
      .replace(PATH, '')
      .replace('/.well-known/wallet-openid-configuration', '/.well-known/openid-configuration')
    const { tamper } = options
    if (tamper && url.endsWith('/token')) {
      const end = response.end.bind(response)
      response.end = ((body: unknown) => {
        const text = String(body)
        const changed = text.replace(
          /"id_token":"([^"]+)"/,
          (_, token: string) => `"id_token":"${tamper(token)}"`,
        )
        response.setHeader('Content-Length', Buffer.byteLength(changed))
        return end(changed)
      }) as never
    }
    void answer(request, response)
  })

  return Object.assign(self, {
    stop: async () => {
      server.closeAllConnections()
      await new Promise<void>((closed) => server.close(() => closed()))
    },
  })
}
