import { createHash, randomBytes } from 'node:crypto'
import { StartLinkSchema, type IdentitiesSchema, type IdentityProviderSchema } from '@colloque/contract'
import { DomainError, type Account } from '@colloque/domain'
import { parseCookie, stringifySetCookie } from 'cookie'
import { Router, json, type Request, type Response } from 'express'
import * as openid from 'openid-client'
import type { z } from 'zod'
import type { AuditTrail } from '../../platform/audit/index.ts'
import { parse } from '../../platform/commands.ts'
import type { RateLimit } from '../../platform/http/limits.ts'
import type { Logger } from '../../platform/logger.ts'
import type { ExternalIdentity } from './accounts.ts'
import { ATTEMPT_SECONDS, type OidcAttempts } from './oidc-attempts.ts'
import type { ProvidedIdentity } from './oidc-claims.ts'
import { OidcError, type OidcClient, type OidcSettings } from './oidc-client.ts'
import { ownPath, withReason } from './oidc-paths.ts'
import type { OidcAccounts } from './oidc.ts'
import { setRefreshCookie } from './refresh-cookie.ts'
import { ownRequests } from './own-requests.ts'
import type { Sessions } from './sessions.ts'

/** Binds a sign-in to the browser that began it. Lax: it has to come along when the provider sends the browser back. */
const BROWSER_COOKIE = '__Host-colloque-oidc'
const SIGN_IN_PAGE = '/connexion'

type Person = ProvidedIdentity & { readonly twoFactors: boolean }

interface Asked {
  readonly attempts: OidcAttempts
  /** Undefined where no provider is configured. */
  readonly client: OidcClient | undefined
  readonly sessions: Pick<Sessions, 'open' | 'lives' | 'isRecent'>
  readonly logger: Logger
}

/** Sends a browser away to sign in, and takes it back. */
export function oidcRoutes(
  options: Asked & {
    name: string | null
    networkLimit: RateLimit
    /** @throws OidcError */
    signIn(person: Person): Promise<Account>
    /** @throws OidcError */
    link(person: Person, accountId: string, sessionId: string): Promise<void>
  },
): Router {
  const { attempts, client, sessions, logger, networkLimit } = options
  const router = Router()

  router.get('/session/oidc', (_request, response) => {
    const provider: z.infer<typeof IdentityProviderSchema> = { name: options.name }
    response.json(provider)
  })

  router.get('/session/oidc/start', async (request, response) => {
    await networkLimit.take(request.ip ?? '')
    const to = ownPath(request.query['to'])
    try {
      response.redirect(await begin(options, request, response, { to, accountId: null, sessionId: null }))
    } catch (error) {
      response.redirect(withReason(SIGN_IN_PAGE, reasonOf(error, logger)))
    }
  })

  router.get('/session/oidc/callback', async (request, response) => {
    await networkLimit.take(request.ip ?? '')
    response.setHeader('Cache-Control', 'no-store')
    const { state } = request.query
    const browser = browserOf(request)
    const attempt =
      client && typeof state === 'string' && browser ? await attempts.redeem(state, browser) : undefined
    if (!client || !attempt || typeof state !== 'string') {
      response.redirect(withReason(SIGN_IN_PAGE, 'oidc_expired'))
      return
    }
    const { accountId, sessionId, to } = attempt
    const isLinking = accountId !== null && sessionId !== null
    try {
      const person = await client.redeem(searchOf(request), { ...attempt, state })
      if (isLinking) {
        if (!(await sessions.lives(sessionId))) throw new OidcError('oidc_expired')
        await options.link(person, accountId, sessionId)
      } else {
        const account = await options.signIn(person)
        setRefreshCookie(
          response,
          await sessions.open(account, request.headers['user-agent'] ?? '', ['oidc']),
        )
      }
      response.redirect(to)
    } catch (error) {
      response.redirect(withReason(isLinking ? to : SIGN_IN_PAGE, reasonOf(error, logger)))
    }
  })

  return router
}

/** Who one is elsewhere: seen, linked and unlinked by whoever is signed in. */
export function identityRoutes(
  options: Asked & {
    accounts: OidcAccounts
    audit: Pick<AuditTrail, 'record'>
    settings: OidcSettings | undefined
    hasPasskey(accountId: string): Promise<boolean>
    perAccount: RateLimit
  },
): Router {
  const { accounts, audit, client, sessions, settings, perAccount } = options
  const router = Router()

  const { take, takeProved } = ownRequests({ sessions, perAccount })

  router.get('/me/identities', async (request, response) => {
    const { accountId } = await take(request)
    const list: z.infer<typeof IdentitiesSchema> = {
      items: (await accounts.identities(accountId)).map((identity) => ({
        id: idOf(identity),
        issuer: identity.issuer,
        name: identity.issuer === settings?.issuer ? settings.name : null,
      })),
    }
    response.setHeader('Cache-Control', 'no-store')
    response.json(list)
  })

  router.post('/me/identities/start', json({ limit: '4kb' }), async (request, response) => {
    const { accountId, sessionId } = await takeProved(request)
    const { to } = parse(StartLinkSchema, request.body)
    if (!client) throw new DomainError('not_found')
    const url = await begin(options, request, response, { to: ownPath(to), accountId, sessionId }).catch(
      (error: unknown) => {
        if (error instanceof OidcError) throw new DomainError('unavailable', { why: error.failure })
        throw error
      },
    )
    response.setHeader('Cache-Control', 'no-store')
    response.json({ url })
  })

  router.delete('/me/identities/:identityId', async (request, response) => {
    const { accountId, sessionId } = await takeProved(request)
    const held = await accounts.identities(accountId)
    const identity = held.find((one) => idOf(one) === request.params['identityId'])
    if (!identity) throw new DomainError('not_found')
    const hasOther =
      held.length > 1 || (await accounts.hasPassword(accountId)) || (await options.hasPasskey(accountId))
    // Nobody shuts the door behind themselves.
    if (!hasOther) throw new DomainError('conflict', { why: 'last_means' })
    await accounts.unlinkIdentity(accountId, identity)
    await audit.record({
      ...{ trail: `account:${accountId}`, kind: 'identity.unlinked', accountId, sessionId },
    })
    response.status(204).end()
  })

  return router
}

/** Notes a sign-in that is under way. @returns where to send the browser @throws OidcError */
async function begin(
  { attempts, client }: Asked,
  request: Request,
  response: Response,
  asked: { readonly to: string; readonly accountId: string | null; readonly sessionId: string | null },
): Promise<string> {
  if (!client) throw new OidcError('oidc_unavailable', 'not_configured')
  // Kept where there is one: two windows may sign in at the same time.
  const browser = browserOf(request) ?? randomBytes(32).toString('base64url')
  const [nonce, codeVerifier] = [openid.randomNonce(), openid.randomPKCECodeVerifier()]
  const state = await attempts.begin(browser, { ...asked, nonce, codeVerifier })
  const url = await client.authorizationUrl({ state, nonce, codeVerifier })
  response.append(
    'Set-Cookie',
    stringifySetCookie({
      ...{ name: BROWSER_COOKIE, value: browser, httpOnly: true, secure: true, sameSite: 'lax', path: '/' },
      maxAge: ATTEMPT_SECONDS,
    }),
  )
  return url.href
}

function browserOf({ headers }: Request): string | undefined {
  const browser = parseCookie(headers.cookie ?? '')[BROWSER_COOKIE]
  return browser !== undefined && /^[\w-]{43}$/.test(browser) ? browser : undefined
}

const searchOf = ({ originalUrl }: Request) =>
  originalUrl.includes('?') ? originalUrl.slice(originalUrl.indexOf('?')) : ''

/** @throws what is no failure of a sign-in elsewhere */
function reasonOf(error: unknown, logger: Logger): string {
  if (!(error instanceof OidcError)) throw error
  logger.warn({ failure: error.failure, detail: error.detail }, 'a sign-in elsewhere came to nothing')
  return error.failure
}

/** Names an identity in an address: a subject may hold anything. */
const idOf = ({ issuer, subject }: ExternalIdentity) =>
  createHash('sha256').update(`${issuer} ${subject}`).digest('base64url')
