import { PasskeyUseSchema, SignInSchema, type Session } from '@colloque/contract'
import { DomainError } from '@colloque/domain'
import { parseCookie, stringifySetCookie } from 'cookie'
import { Router, json, type Request, type Response } from 'express'
import { parse } from '../../platform/commands.ts'
import type { RateLimit } from '../../platform/http/limits.ts'
import type { IsOurOrigin } from '../../platform/http/security.ts'
import type { Accounts } from './accounts.ts'
import type { TryPassword } from './attempts.ts'
import type { PasskeyCeremonies } from './passkey-ceremonies.ts'
import type { Sessions, SignedIn } from './sessions.ts'
import { parseRefreshToken } from './tokens.ts'

/** `__Host-` binds it to this host and to HTTPS; browsers take it from http://localhost as well. */
const REFRESH_COOKIE = '__Host-colloque'

const cookieOptions = { httpOnly: true, secure: true, sameSite: 'strict', path: '/' } as const

export function sessionRoutes(options: {
  accounts: Pick<Accounts, 'authenticate' | 'find'>
  sessions: Sessions
  ceremonies: Pick<PasskeyCeremonies, 'useOptions' | 'use'>
  isOurOrigin: IsOurOrigin
  tryPassword: TryPassword
  networkLimit: RateLimit
}): Router {
  const { accounts, sessions, ceremonies, isOurOrigin, tryPassword, networkLimit } = options
  const router = Router()

  // The cookie travels by itself, so a request that carries it must come from our own pages.
  router.use('/session', (request, response, next) => {
    if (isOurOrigin(request.headers.origin, request.headers.host)) next()
    else response.status(403).json({ ok: false, error: { code: 'invalid', data: { why: 'origin' } } })
  })

  router.post('/session', json({ limit: '4kb' }), async (request, response) => {
    const { email, password } = parse(SignInSchema, request.body)
    const account = await tryPassword(email, request.ip, () => accounts.authenticate(email, password))
    if (!account) throw new DomainError('unauthenticated', { why: 'wrong_email_or_password' })
    answer(response, await sessions.open(account, request.headers['user-agent'] ?? '', ['password']))
  })

  router.post('/session/passkey/options', async (request, response) => {
    await networkLimit.take(request.ip ?? '')
    response.setHeader('Cache-Control', 'no-store')
    response.json(await ceremonies.useOptions(undefined))
  })

  router.post('/session/passkey', json({ limit: '32kb' }), async (request, response) => {
    await networkLimit.take(request.ip ?? '')
    const used = parse(PasskeyUseSchema, request.body)
    const accountId = await ceremonies.use(undefined, used.response)
    const account = accountId === undefined ? undefined : await accounts.find(accountId)
    if (!account) throw new DomainError('unauthenticated', { why: 'passkey_refused' })
    answer(response, await sessions.open(account, request.headers['user-agent'] ?? '', ['passkey']))
  })

  router.post('/session/refresh', async (request, response) => {
    await networkLimit.take(request.ip ?? '')
    try {
      answer(response, await sessions.refresh(refreshCookie(request)))
    } catch (error) {
      if (error instanceof DomainError && error.code === 'unauthenticated') forget(response)
      throw error
    }
  })

  router.delete('/session', async (request, response) => {
    const [, token = ''] = (request.headers.authorization ?? '').split(' ')
    const session = parseRefreshToken(refreshCookie(request)) ?? (await sessions.authenticate(token))
    if (session) await sessions.end(session.sessionId)
    forget(response)
    response.status(204).end()
  })

  return router
}

const refreshCookie = (request: Request) => parseCookie(request.headers.cookie ?? '')[REFRESH_COOKIE]

function answer(response: Response, { accessToken, account, refreshToken, expiresAt }: SignedIn): void {
  response.setHeader(
    'Set-Cookie',
    stringifySetCookie({ name: REFRESH_COOKIE, value: refreshToken, ...cookieOptions, expires: expiresAt }),
  )
  response.setHeader('Cache-Control', 'no-store')
  const session: Session = { accessToken, account }
  response.json(session)
}

function forget(response: Response): void {
  response.setHeader(
    'Set-Cookie',
    stringifySetCookie({ name: REFRESH_COOKIE, value: '', ...cookieOptions, maxAge: 0 }),
  )
}
