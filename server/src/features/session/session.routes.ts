import { PasskeyUseSchema, SignInSchema } from '@colloque/contract'
import { DomainError } from '@colloque/domain'
import { Router, json } from 'express'
import { parse } from '../../platform/commands.ts'
import type { RateLimit } from '../../platform/http/limits.ts'
import type { IsOurOrigin } from '../../platform/http/security.ts'
import type { Accounts } from './accounts.ts'
import type { TryPassword } from './attempts.ts'
import type { PasskeyCeremonies } from './passkey-ceremonies.ts'
import { answerSession, forgetRefreshCookie, refreshCookie } from './refresh-cookie.ts'
import type { Sessions } from './sessions.ts'
import { parseRefreshToken } from './tokens.ts'

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
    answerSession(response, await sessions.open(account, request.headers['user-agent'] ?? '', ['password']))
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
    answerSession(response, await sessions.open(account, request.headers['user-agent'] ?? '', ['passkey']))
  })

  router.post('/session/refresh', async (request, response) => {
    await networkLimit.take(request.ip ?? '')
    try {
      answerSession(response, await sessions.refresh(refreshCookie(request)))
    } catch (error) {
      if (error instanceof DomainError && error.code === 'unauthenticated') forgetRefreshCookie(response)
      throw error
    }
  })

  router.delete('/session', async (request, response) => {
    const [, token = ''] = (request.headers.authorization ?? '').split(' ')
    const session = parseRefreshToken(refreshCookie(request)) ?? (await sessions.authenticate(token))
    if (session) await sessions.end(session.sessionId)
    forgetRefreshCookie(response)
    response.status(204).end()
  })

  return router
}
