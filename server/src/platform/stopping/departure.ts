/**
 * How a server leaves the others, when a proxy in front can send its people to them:
 *   notice   `/readyz` is false, all else goes on as before: the proxy finds out, and sends nobody new
 *   spread   nobody comes in; who is here is sent away, one after the other, and comes back to another server
 * What is asked over HTTP meanwhile is answered, and each connection ends with its answer. Then the server stops.
 */
import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'

export interface DepartureTimes {
  /** Milliseconds for a proxy to notice. */
  readonly noticeMs: number
  /** Milliseconds over which connections are sent away. */
  readonly spreadMs: number
}

export interface Departure {
  /** False from the beginning of a departure, or of stopping without one. */
  readonly isStaying: boolean
  /** `/readyz` is false from now on. */
  announce(): void
  /** And nobody comes in any more; requests are still answered. */
  closeDoors(): void
  /** @param signal cuts it short: whoever is still here is left to the stop */
  depart(times: DepartureTimes, signal: AbortSignal): Promise<void>
}

export function createDeparture(
  server: Server,
  /** Each sends its connections away over the time that it is given. */
  sendAway: readonly ((ms: number, signal: AbortSignal) => Promise<void>)[],
): Departure {
  let isStaying = true

  function announce(): void {
    if (!isStaying) return
    isStaying = false
    // A proxy keeps connections to use again: one that ends with its answer is never found closed by a request.
    server.prependListener('request', (_request, response) => response.setHeader('Connection', 'close'))
  }

  function closeDoors(): void {
    announce()
    server.removeAllListeners('upgrade')
    server.on('upgrade', (_request, socket) => answerElsewhere(socket))
  }

  return {
    get isStaying() {
      return isStaying
    },
    announce,
    closeDoors,
    async depart({ noticeMs, spreadMs }, signal) {
      announce()
      await wait(noticeMs, undefined, { signal }).catch(() => undefined)
      closeDoors()
      await Promise.all(sendAway.map((send) => send(spreadMs, signal)))
    },
  }
}

/** A proxy asks the next server; a client without one tries again. */
function answerElsewhere(socket: Duplex): void {
  socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
}
