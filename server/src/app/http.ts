import { DomainError } from '@colloque/domain'
import compression from 'compression'
import express, { type RequestHandler } from 'express'
import { v7 as uuidv7 } from 'uuid'
import { errorHandler, unknownRoute } from '../platform/http/errors.ts'
import { healthRoutes } from '../platform/http/health.routes.ts'
import { clientRoutes, docsRoutes } from '../platform/http/pages.routes.ts'
import { securityHeaders } from '../platform/http/security.ts'
import { requestScope, type Logger } from '../platform/logger.ts'

/** Every HTTP surface. */
export function createHttp(options: {
  readonly logger: Logger
  readonly proxies: number
  readonly metricsToken: string | undefined
  readonly clientFolder: string
  readonly demoAccounts?: readonly unknown[] | undefined
  /** What answers under `/api/v1`, in order. */
  readonly api: readonly RequestHandler[]
  ready(): Promise<boolean>
}): express.Express {
  const { logger, ready, metricsToken, demoAccounts } = options
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', options.proxies)
  app.set('query parser', 'simple')
  app.use((_request, response, next) => {
    const requestId = uuidv7()
    response.setHeader('X-Request-Id', requestId)
    requestScope.run({ requestId }, () => next())
  })
  app.use(securityHeaders)
  app.use(compression())
  app.use('/api/v1', neverKept)
  app.use(healthRoutes({ ready, metricsToken }))
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
  app.use(errorHandler(logger))
  return app
}

/** What is under the API is kept by no browser and no proxy, unless a route says otherwise. */
const neverKept: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store')
  next()
}
