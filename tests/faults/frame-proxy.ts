/**
 * A wire that knows WebSocket frames: some pass twice, some change places with the next one. What is no WebSocket
 * passes as it is.
 */
import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer, type RawData } from 'ws'

export interface FrameProxy {
  readonly url: string
  /** Of how many frames, how many passed twice, how many came late. */
  readonly counts: { readonly frames: number; readonly doubled: number; readonly moved: number }
  /** From now on all pass as they are, in their order. */
  behave(): void
  stop(): Promise<void>
}

/** A frame that waits for the next one waits no longer than this. */
const HELD_MS = 50

/** @param share of the frames that pass twice, and of those that change places */
export async function createFrameProxy(
  port: number,
  { share, random }: { readonly share: number; readonly random: () => number },
): Promise<FrameProxy> {
  const counts = { frames: 0, doubled: 0, moved: 0 }
  let isFair = false
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => [...offered][0] ?? false,
    perMessageDeflate: false,
  })
  const open = new Set<WebSocket>()

  /** Passes on what one end says to the other. */
  function join(from: WebSocket, to: WebSocket): void {
    let held: (() => void) | undefined
    let timer: NodeJS.Timeout | undefined
    const release = () => {
      clearTimeout(timer)
      const late = held
      held = undefined
      late?.()
    }
    from.on('message', (data: RawData, isBinary) => {
      counts.frames += 1
      const send = () => to.readyState === WebSocket.OPEN && to.send(data as Buffer, { binary: isBinary })
      const drawn = isFair ? 1 : random()
      if (drawn < share && !held) {
        counts.moved += 1
        held = send
        timer = setTimeout(release, HELD_MS)
        return
      }
      send()
      if (drawn >= share && drawn < 2 * share) {
        counts.doubled += 1
        send()
      }
      release()
    })
    from.on('close', (code) => {
      release()
      // 1005 and 1006 say that there was no code; they may not be sent.
      if (code >= 1000 && code !== 1005 && code !== 1006) to.close(code)
      else to.terminate()
    })
    from.on('error', () => to.terminate())
  }

  const server = createServer((asked, answer) => pass(port, asked, answer))
  server.on('upgrade', (asked: IncomingMessage, socket, head) => {
    const protocols = asked.headers['sec-websocket-protocol']?.split(',').map((name) => name.trim()) ?? []
    const inner = new WebSocket(`ws://127.0.0.1:${port}${asked.url}`, protocols, { perMessageDeflate: false })
    inner.on('error', () => socket.destroy())
    inner.once('open', () =>
      sockets.handleUpgrade(asked, socket, head, (outer) => {
        for (const one of [inner, outer]) {
          open.add(one)
          one.on('close', () => open.delete(one))
        }
        join(outer, inner)
        join(inner, outer)
      }),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    behave: () => void (isFair = true),
    async stop() {
      for (const one of open) one.terminate()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function pass(port: number, asked: IncomingMessage, answer: ServerResponse): void {
  const { method, url, headers } = asked
  const outgoing = request({ host: '127.0.0.1', port, method, path: url, headers }, (answered) => {
    answer.writeHead(answered.statusCode ?? 502, answered.headers)
    answered.pipe(answer)
  })
  outgoing.on('error', () => answer.destroy())
  asked.pipe(outgoing)
}
