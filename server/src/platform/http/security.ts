import type { Duplex } from 'node:stream'
import type { RequestHandler } from 'express'
import helmet from 'helmet'

/** Whether a browser's Origin is one of ours: the host that it asked, or one named in the configuration. */
export type IsOurOrigin = (origin: string | undefined, host: string | undefined) => boolean

export function createOriginCheck(origins: readonly string[]): IsOurOrigin {
  return (origin, host) => {
    // No Origin: not a browser, or the page itself; a cross-site browser request always says where it comes from.
    if (origin === undefined) return true
    if (origins.includes(origin)) return true
    try {
      const { protocol, host: originHost } = new URL(origin)
      return (protocol === 'http:' || protocol === 'https:') && host !== undefined && originHost === host
    } catch {
      return false
    }
  }
}

/** Answers 403 to an upgrade whose page is another site's: a browser's page is told nothing of it. */
export function forbidUpgrade(socket: Duplex): void {
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
}

/** Headers under which the client really runs: nothing from another origin, no inline script. */
export const securityHeaders: RequestHandler = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      workerSrc: ["'self'"],
      manifestSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  crossOriginEmbedderPolicy: false,
  referrerPolicy: { policy: 'no-referrer' },
  strictTransportSecurity: { maxAge: 31_536_000 },
})
