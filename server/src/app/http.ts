import { DomainError, type ErrorCode } from '@colloque/domain'
import compression from 'compression'
import express, { type RequestHandler } from 'express'
import { errorHandler, unknownRoute } from '../platform/http/errors.ts'
import { healthRoutes, type Readiness } from '../platform/http/health.routes.ts'
import { clientRoutes, docsRoutes } from '../platform/http/pages.routes.ts'
import { securityHeaders } from '../platform/http/security.ts'
import { requestIds, watchRequests, type HandledRequest } from '../platform/http/request-log.ts'
import type { LineBudget } from '../platform/line-budget.ts'
import type { Logger } from '../platform/logger.ts'

/** Every HTTP surface. */
export function createHttp(options: {
  readonly logger: Logger
  readonly proxies: number
  readonly metricsToken: string | undefined
  readonly clientFolder: string
  readonly demoAccounts?: readonly unknown[] | undefined
  /** What answers under `/api/v1`, in order. */
  readonly api: readonly RequestHandler[]
  readonly budget: LineBudget
  readiness(): Promise<Readiness>
  /** As Prometheus reads them. */
  metrics(): Promise<string>
  onHandled?(request: HandledRequest): void
  onRefused?(code: ErrorCode): void
}): express.Express {
  const { readiness, metrics, metricsToken, demoAccounts } = options
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', options.proxies)
  app.set('query parser', 'simple')
  app.use(requestIds({ behindProxy: options.proxies > 0 }))
  app.use(watchRequests(options))
  app.use(securityHeaders)
  app.use(compression())
  app.use('/api/v1', neverKept)
  app.use(healthRoutes({ readiness, metrics, metricsToken }))
  app.use(docsRoutes())
  app.get('/api/v1/demo', (_request, response) => {
    if (!demoAccounts) throw new DomainError('not_found')
    response.json({ accounts: demoAccounts })
  })
  app.use('/api/v1', ...options.api)
  app.use('/api', unknownRoute)
  app.use(clientRoutes(options.clientFolder))
  // Express's own answer has another policy.
  app.use(unknownRoute)
  app.use(errorHandler(options))
  return app
}

/** What is under the API is kept by no browser and no proxy, unless a route says otherwise. */
const neverKept: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store')
  next()
}
