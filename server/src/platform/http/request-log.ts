/** An id for each request, and what became of it: for the log, for metrics, and for a person to quote. */
import type { Request, RequestHandler } from 'express'
import { v7 as uuidv7 } from 'uuid'
import type { LineBudget } from '../line-budget.ts'
import { requestScope, type Logger } from '../logger.ts'
import { accountOf } from './authenticate.ts'

/** As reverse proxies make them: a UUID, or 32 hexadecimal digits (nginx). Anything else could hold words. */
const MADE_BY_A_PROXY = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

/** Slower than this, a request or a command is logged whatever else there is to log. */
export const SLOW_MS = 1_000

/** Asked all the time by machines: of interest only when they go wrong. */
const ASKED_BY_MACHINES = new Set(['/healthz', '/readyz', '/metrics'])

export interface HandledRequest {
  readonly method: string
  /** The pattern that matched, `/cases/:id`: never the path itself. `other` for files and for what is not there. */
  readonly route: string
  readonly status: number
  readonly ms: number
}

/**
 * Gives each request its id: the proxy's where there is one in front and the id is well formed, or one of its own. It
 * goes back in `X-Request-Id`, and into every line that is logged meanwhile.
 */
export function requestIds({ behindProxy }: { readonly behindProxy: boolean }): RequestHandler {
  return (request, response, next) => {
    const given = behindProxy ? request.headers['x-request-id'] : undefined
    const requestId = typeof given === 'string' && MADE_BY_A_PROXY.test(given) ? given : uuidv7()
    response.setHeader('X-Request-Id', requestId)
    requestScope.run({ requestId }, () => next())
  }
}

/** Tells what became of each request. To be used right after `requestIds`. */
export function watchRequests(options: {
  readonly logger: Logger
  readonly budget: LineBudget
  onHandled?(request: HandledRequest): void
}): RequestHandler {
  const { logger, budget, onHandled } = options
  return (request, response, next) => {
    const scope = requestScope.getStore()
    const start = performance.now()
    // Also for one that was given up by its sender: `close` comes after every end.
    response.once('close', () => {
      const handled: HandledRequest = {
        method: request.method,
        route: routeOf(request),
        status: response.writableFinished ? response.statusCode : 499,
        ms: Math.round(performance.now() - start),
      }
      onHandled?.(handled)
      const level = levelOf(handled, budget)
      if (!logger.isLevelEnabled(level)) return
      const accountId = accountOf(request)
      logger[level]({ ...scope, ...(accountId ? { accountId } : {}), ...handled }, 'request')
    })
    next()
  }
}

function levelOf({ route, status, ms }: HandledRequest, budget: LineBudget): 'debug' | 'info' | 'warn' {
  if (status >= 500 && route !== '/readyz') return 'warn'
  if (ASKED_BY_MACHINES.has(route)) return 'debug'
  // Commands have a line of their own, which says more.
  if (route === '/commands/:name' || route === 'other') return ms >= SLOW_MS ? 'info' : 'debug'
  return ms >= SLOW_MS || budget.take() ? 'info' : 'debug'
}

function routeOf(request: Request): string {
  const path: unknown = (request.route as { path?: unknown } | undefined)?.path
  return typeof path === 'string' && !path.includes('*') ? path : 'other'
}
