/** `/metrics` on a port of its own, which a firewall can keep to those who watch. */
import { timingSafeEqual } from 'node:crypto'
import { createServer, type Server } from 'node:http'

/** Prometheus's text format. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** Whether an `Authorization` header has the token. Takes as long for a wrong one as for the right one. */
export function isMetricsToken(given: string | undefined, token: string): boolean {
  const [one, other] = [Buffer.from(given ?? ''), Buffer.from(`Bearer ${token}`)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/**
 * @param options.token asked for where there is one: the port is protection enough for some, not for all
 * @returns a server that does not listen yet
 */
export function createMetricsServer(options: {
  readonly token: string | undefined
  metrics(): Promise<string>
}): Server {
  const { token, metrics } = options
  return createServer((request, response) => {
    if (request.url !== '/metrics' || request.method !== 'GET') return void response.writeHead(404).end()
    if (token !== undefined && !isMetricsToken(request.headers.authorization, token))
      return void response.writeHead(401).end()
    metrics().then(
      (text) => response.writeHead(200, { 'Content-Type': METRICS_TYPE }).end(text),
      () => response.writeHead(500).end(),
    )
  })
}
