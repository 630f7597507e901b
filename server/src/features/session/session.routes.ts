import { PasskeyUseSchema, SignInSchema } from '@colloque/contract'
import { DomainError } from '@colloque/domain'
import { Router, json } from 'express'
import type { AuditTrail } from '../../platform/audit/index.ts'
import { parse } from '../../platform/commands.ts'
import type { RateLimit } from '../../platform/http/limits.ts'
import type { IsOurOrigin } from '../../platform/http/security.ts'
import type { Accounts } from './accounts.ts'
import type { TryPassword } from './attempts.ts'
import type { KnownDevices } from './devices.ts'
import type { PasskeyCeremonies } from './passkey-ceremonies.ts'
import { answerSession, forgetRefreshCookie, refreshCookie } from './refresh-cookie.ts'
import type { Sessions } from './sessions.ts'
import type { SignIn } from './sign-in.ts'
import { parseRefreshToken } from './tokens.ts'

export function sessionRoutes(options: {
  accounts: Pick<Accounts, 'authenticate' | 'byEmail' | 'find'>
  sessions: Sessions
  signIn: SignIn
  devices: KnownDevices
  audit: Pick<AuditTrail, 'note'>
  /** What follows a right password that is not enough. */
  secondStep: Router
  ceremonies: Pick<PasskeyCeremonies, 'useOptions' | 'use'>
  isOurOrigin: IsOurOrigin
  tryPassword: TryPassword
  networkLimit: RateLimit
}): Router {
  const { accounts, sessions, signIn, devices, audit, ceremonies, isOurOrigin, tryPassword, networkLimit } =
    options
  const router = Router()

  const noteFailure = async (email: string, isKnownDevice: boolean) => {
    const account = await accounts.byEmail(email).catch(() => undefined)
    if (!account) return
    audit.note({
      trail: `account:${account.id}`,
      kind: 'session.failed',
      accountId: null,
      sessionId: null,
      detail: { device: isKnownDevice ? 'known' : 'stranger' },
      oncePerQuarter: true,
    })
  }

  // The cookie travels by itself, so a request that carries it must come from our own pages.
  router.use('/session', (request, response, next) => {
    if (isOurOrigin(request.headers.origin, request.headers.host)) next()
    else response.status(403).json({ ok: false, error: { code: 'invalid', data: { why: 'origin' } } })
  })

  router.use(options.secondStep)

  router.post('/session', json({ limit: '4kb' }), async (request, response) => {
    const { email, password } = parse(SignInSchema, request.body)
    const known = devices.of(request, email)
    const account = await tryPassword(email, { address: request.ip, known }, () =>
      accounts.authenticate(email, password),
    )
    if (!account) {
      // Not waited for, so that the answer takes as long where there is no such account.
      void noteFailure(email, known !== undefined)
      throw new DomainError('unauthenticated', { why: 'wrong_email_or_password' })
    }
    const signedIn = await signIn.afterPassword(account, request.headers['user-agent'] ?? '')
    answerSession(response, signedIn, () => devices.remember(request, response, email))
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
    const signedIn = await sessions.open(account, request.headers['user-agent'] ?? '', ['passkey'])
    answerSession(response, signedIn, () => devices.remember(request, response, account.email))
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
