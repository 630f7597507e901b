import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'

/** A WebSocket that reads one byte a second, until it is let go. Source: RFC 6455. */
export interface SlowSocket {
  /** Says something: a text, or bytes. */
  send(what: string | Uint8Array): void
  /** From now on a byte a second: what the kernels cannot hold waits at the server. */
  slowDown(): void
  /**
   * Reads all that is left, as fast as it comes.
   * @returns how much that was, and whether the server had ended it by then
   */
  drain(ms: number): Promise<{ readonly bytes: number; readonly ended: boolean }>
  close(): void
}

export async function openSlowSocket(url: string): Promise<SlowSocket> {
  const { hostname, port, pathname, search, host } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(
    `GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
  )
  const [answer] = (await once(socket, 'data')) as [Buffer]
  if (!answer.toString('latin1').startsWith('HTTP/1.1 101')) throw new Error(`refused: ${answer.toString()}`)
  let bytes = 0
  let ended = false
  const count = (chunk: Buffer) => void (bytes += chunk.length)
  socket.on('data', count)
  socket.on('close', () => (ended = true))
  let sipping: NodeJS.Timeout | undefined

  return {
    send: (what) => void socket.write(frameOf(what)),
    slowDown() {
      socket.off('data', count)
      socket.pause()
      sipping = setInterval(() => socket.read(1), 1_000)
    },
    async drain(ms) {
      clearInterval(sipping)
      bytes = 0
      socket.on('data', count)
      socket.resume()
      const end = performance.now() + ms
      while (!ended && performance.now() < end) await new Promise((next) => setTimeout(next, 50))
      return { bytes, ended }
    },
    close() {
      clearInterval(sipping)
      socket.destroy()
    },
  }
}

/** One masked frame; the mask is zero, which leaves what it covers as it is. */
function frameOf(what: string | Uint8Array): Buffer {
  const payload = typeof what === 'string' ? Buffer.from(what) : Buffer.from(what)
  const head = Buffer.alloc(payload.length < 126 ? 2 : 4)
  head[0] = typeof what === 'string' ? 0x81 : 0x82
  head[1] = 0x80 | (payload.length < 126 ? payload.length : 126)
  if (payload.length >= 126) head.writeUInt16BE(payload.length, 2)
  return Buffer.concat([head, Buffer.alloc(4), payload])
}
