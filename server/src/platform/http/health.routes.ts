import { timingSafeEqual } from 'node:crypto'
import { Router } from 'express'
import { collectDefaultMetrics, Registry } from 'prom-client'

/** `/healthz`: the process runs. `/readyz`: it can serve. `/metrics`: Prometheus, with a token, or not there. */
export function healthRoutes(options: {
  ready(): Promise<boolean>
  metricsToken: string | undefined
}): Router {
  const router = Router()
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })

  router.get('/healthz', (_request, response) => {
    response.json({ ok: true })
  })
  router.get('/readyz', async (_request, response) => {
    const ready = await options.ready()
    response.status(ready ? 200 : 503).json({ ok: ready })
  })
  router.get('/metrics', async (request, response, next) => {
    const expected = options.metricsToken
    if (expected === undefined || !isSame(request.headers.authorization ?? '', `Bearer ${expected}`)) {
      next()
      return
    }
    response.type(registry.contentType).send(await registry.metrics())
  })
  return router
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}
