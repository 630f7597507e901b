import { Router } from 'express'
import { isMetricsToken, METRICS_TYPE } from '../metrics/metrics-server.ts'

/** Whether this server can serve, and what of that holds. */
export interface Readiness {
  readonly ok: boolean
  readonly checks: Readonly<Record<string, boolean>>
}

/** `/healthz`: the process runs. `/readyz`: it can serve. `/metrics`: Prometheus, with a token, or not there. */
export function healthRoutes(options: {
  readiness(): Promise<Readiness>
  metrics(): Promise<string>
  metricsToken: string | undefined
}): Router {
  const router = Router()

  router.get('/healthz', (_request, response) => {
    response.json({ ok: true })
  })
  router.get('/readyz', async (_request, response) => {
    const readiness = await options.readiness()
    response.status(readiness.ok ? 200 : 503).json(readiness)
  })
  router.get('/metrics', async (request, response, next) => {
    const { metricsToken } = options
    if (metricsToken === undefined || !isMetricsToken(request.headers.authorization, metricsToken)) {
      next()
      return
    }
    response.setHeader('Content-Type', METRICS_TYPE)
    response.send(await options.metrics())
  })
  return router
}
