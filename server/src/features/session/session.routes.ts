import { SignInSchema, type Session } from '@colloque/contract'
import { DomainError } from '@colloque/domain'
import { parseCookie, stringifySetCookie } from 'cookie'
import { Router, json, type Request, type Response } from 'express'
import { parse } from '../../platform/commands.ts'
import type { RateLimit } from '../../platform/http/limits.ts'
import type { IsOurOrigin } from '../../platform/http/security.ts'
import type { Sessions, SignedIn } from './sessions.ts'
import { parseRefreshToken } from './tokens.ts'

/** `__Host-` binds it to this host and to HTTPS; browsers take it from http://localhost as well. */
const REFRESH_COOKIE = '__Host-colloque'

const cookieOptions = { httpOnly: true, secure: true, sameSite: 'strict', path: '/' } as const

export function sessionRoutes(options: {
  sessions: Sessions
  isOurOrigin: IsOurOrigin
  /** Wrong passwords of an account. */
  failureLimit: RateLimit
  /** Attempts of an account, right or wrong: bounds those that are under way at once. */
  attemptLimit: RateLimit
  /** By address of the network. */
  networkLimit: RateLimit
}): Router {
  const { sessions, isOurOrigin, failureLimit, attemptLimit, networkLimit } = options
  const router = Router()

  // The cookie travels by itself, so a request that carries it must come from our own pages.
  router.use('/session', (request, response, next) => {
    if (isOurOrigin(request.headers.origin, request.headers.host)) next()
    else response.status(403).json({ ok: false, error: { code: 'invalid', data: { why: 'origin' } } })
  })

  router.post('/session', json({ limit: '4kb' }), async (request, response) => {
    const { email, password } = parse(SignInSchema, request.body)
    const key = email.toLowerCase()
    await networkLimit.take(request.ip ?? '')
    await failureLimit.check(key)
    await attemptLimit.take(key)
    try {
      const signedIn = await sessions.signIn(email, password, request.headers['user-agent'] ?? '')
      await Promise.all([failureLimit.forget(key), attemptLimit.forget(key)])
      answer(response, signedIn)
    } catch (error) {
      if (error instanceof DomainError && error.code === 'unauthenticated') await failureLimit.take(key)
      throw error
    }
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
