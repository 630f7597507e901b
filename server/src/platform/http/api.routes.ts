/** Commands and queries over HTTP, made from the contract's tables: a surface that is not there does not exist. */
import { isCommandName, queries, QUERY_NAMES, type QueryName } from '@colloque/contract'
import { DomainError } from '@colloque/domain'
import { Router, json } from 'express'
import type { z } from 'zod'
import type { Actor } from '../actor.ts'
import { parse, type ExecuteCommand } from '../commands.ts'
import { actorOf } from './authenticate.ts'
import type { RateLimit } from './limits.ts'

/** Answers a query for somebody; params and search have passed the contract's schemas. */
export type QueryHandler<Name extends QueryName> = (
  request: {
    params: z.output<(typeof queries)[Name]['params']>
    search: z.output<(typeof queries)[Name]['query']>
  },
  actor: Actor,
) => Promise<unknown>
export type QueryHandlers = { readonly [Name in QueryName]: QueryHandler<Name> }

/** Large, the same for everybody and seldom another: kept by the browser, which asks by its ETag whether it holds still. */
const REVALIDATED: ReadonlySet<QueryName> = new Set<QueryName>(['interactionRules'])

export function apiRoutes(options: {
  execute: ExecuteCommand
  queryHandlers: QueryHandlers
  perAccount: RateLimit
}): Router {
  const { execute, queryHandlers, perAccount } = options
  const router = Router()

  router.post('/commands/:name', json({ limit: '256kb' }), async (request, response) => {
    const { name } = request.params
    if (!isCommandName(name)) throw new DomainError('not_found')
    const actor = actorOf(request)
    await perAccount.take(actor.accountId)
    const { data, seq } = await execute(name, request.body, actor)
    response.json({ ok: true, data, seq })
  })

  for (const name of QUERY_NAMES) {
    const definition = queries[name]
    const answer = queryHandlers[name] as QueryHandler<QueryName>
    router.get(definition.path, async (request, response) => {
      const actor = actorOf(request)
      await perAccount.take(actor.accountId)
      const params = parse(definition.params, request.params)
      const search = parse(definition.query, { ...request.query })
      response.setHeader('Cache-Control', REVALIDATED.has(name) ? 'private, no-cache' : 'no-store')
      response.json(await answer({ params, search } as never, actor))
    })
  }
  return router
}
