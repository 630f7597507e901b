import { NewPasswordSchema, type OpenSession } from '@colloque/contract'
import { DomainError, IdSchema } from '@colloque/domain'
import { Router, json } from 'express'
import type { AuditTrail } from '../../platform/audit/index.ts'
import { parse } from '../../platform/commands.ts'
import type { RateLimit } from '../../platform/http/limits.ts'
import type { Accounts } from './accounts.ts'
import { deviceWords } from './device-words.ts'
import { ownRequests } from './own-requests.ts'
import type { Sessions } from './sessions.ts'

/** Where one is signed in, and the password of all of it. */
export function ownSessionsRoutes(options: {
  accounts: Pick<Accounts, 'setPassword'>
  sessions: Pick<Sessions, 'list' | 'end' | 'endAll' | 'isRecent'>
  audit: Pick<AuditTrail, 'record'>
  perAccount: RateLimit
}): Router {
  const { accounts, sessions, audit, perAccount } = options
  const router = Router()

  const { take, takeProved } = ownRequests({ sessions, perAccount })

  router
    .route('/me/sessions')
    .get(async (request, response) => {
      const { accountId, sessionId } = await take(request)
      const items = (await sessions.list(accountId)).map(
        ({ id, userAgent, createdAt, usedAt, methods }): OpenSession => ({
          id,
          ...deviceWords(userAgent),
          createdAt: createdAt.toISOString(),
          lastUsedAt: usedAt.toISOString(),
          methods: [...methods],
          current: id === sessionId,
        }),
      )
      response.setHeader('Cache-Control', 'no-store')
      response.json({ items })
    })
    .delete(async (request, response) => {
      const { accountId, sessionId } = await take(request)
      await sessions.endAll(accountId, { except: sessionId })
      response.status(204).end()
    })

  router.delete('/me/sessions/:sessionId', async (request, response) => {
    const { accountId } = await take(request)
    const id = parse(IdSchema, request.params['sessionId'])
    const own = await sessions.list(accountId)
    if (!own.some((session) => session.id === id)) throw new DomainError('not_found')
    await sessions.end(id)
    response.status(204).end()
  })

  router.put('/me/password', json({ limit: '4kb' }), async (request, response) => {
    const { accountId, sessionId } = await takeProved(request)
    const { password } = parse(NewPasswordSchema, request.body)
    await accounts.setPassword(accountId, password)
    await audit.record({ trail: `account:${accountId}`, kind: 'password.changed', accountId, sessionId })
    await sessions.endAll(accountId, { except: sessionId })
    response.status(204).end()
  })

  return router
}
