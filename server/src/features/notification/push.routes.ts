import { DomainError } from '@colloque/domain'
import { Router, json } from 'express'
import { parse } from '../../platform/commands.ts'
import { actorOf } from '../../platform/http/authenticate.ts'
import type { RateLimit } from '../../platform/http/limits.ts'
import type { QueryHandlers } from '../../platform/http/api.routes.ts'
import type { IsPushService } from './push-hosts.ts'
import { subscriptionSchema, type PushSubscriptions } from './push-subscriptions.ts'

/** One's own device of this session, and no other: put, replaced, taken away. Never logged. */
export function pushRoutes(options: {
  subscriptions: PushSubscriptions
  isPushService: IsPushService
  clock: () => Date
  perAccount: RateLimit
}): Router {
  const { subscriptions, clock, perAccount } = options
  const schema = subscriptionSchema(options.isPushService)
  const router = Router()

  router
    .route('/me/push-subscriptions')
    .put(json({ limit: '8kb' }), async (request, response) => {
      const { accountId, sessionId } = actorOf(request)
      await perAccount.take(accountId)
      const { endpoint, keys } = parse(schema, request.body)
      await subscriptions.put({ accountId, sessionId, endpoint, keys }, clock())
      response.status(204).end()
    })
    .delete(async (request, response) => {
      const { accountId, sessionId } = actorOf(request)
      await perAccount.take(accountId)
      await subscriptions.remove(sessionId)
      response.status(204).end()
    })
  return router
}

/** What a browser compares its subscription with: other key or other endpoint, and it registers again. */
export function pushQueries(parts: {
  publicKey: string | undefined
  subscriptions: Pick<PushSubscriptions, 'endpointOf'>
}): Pick<QueryHandlers, 'pushKey'> {
  return {
    pushKey: async (_request, { sessionId }) => {
      if (parts.publicKey === undefined) throw new DomainError('unavailable')
      return { publicKey: parts.publicKey, endpoint: await parts.subscriptions.endpointOf(sessionId) }
    },
  }
}
