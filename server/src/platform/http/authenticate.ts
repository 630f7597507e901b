import { DomainError } from '@colloque/domain'
import type { Request, RequestHandler } from 'express'
import type { Actor } from '../actor.ts'
import { requestScope } from '../logger.ts'

const actors = new WeakMap<Request, Actor>()

/** Who makes a request that passed `authenticated`. @throws unauthenticated where none did */
export function actorOf(request: Request): Actor {
  const actor = actors.get(request)
  if (!actor) throw new DomainError('unauthenticated')
  return actor
}

/** The account of a request, once it has passed `authenticated`. */
export const accountOf = (request: Request): string | undefined => actors.get(request)?.accountId

/** Lets a request pass with a valid access token in `Authorization: Bearer`. */
export function authenticated(authenticate: (token: string) => Promise<Actor | undefined>): RequestHandler {
  return async (request, _response, next) => {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ')
    const actor = scheme === 'Bearer' && token ? await authenticate(token) : undefined
    if (!actor) throw new DomainError('unauthenticated')
    actors.set(request, actor)
    requestScope.run({ ...requestScope.getStore(), accountId: actor.accountId }, () => next())
  }
}
