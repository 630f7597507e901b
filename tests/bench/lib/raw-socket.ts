/**
 * A WebSocket client that does next to nothing, so that what the clients of a measure cost leaves the processor to the
 * servers under measure, ours and the baselines alike. Source: RFC 6455. It sends text frames masked with zeroes, which
 * leaves the payload as it is, and takes unfragmented text frames; a ping is answered, everything else ends it.
 */
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

export interface RawSocket {
  send(text: string): void
  close(): void
}

export interface RawSocketOptions {
  /** `ws://127.0.0.1:3000/path` */
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** A frame's payload: valid in this turn alone. */
  readonly onText: (bytes: Buffer, socket: RawSocket) => void
  readonly onEnd: (reason: string) => void
}

const TEXT = 0x81
const CLOSE = 0x88
const PING = 0x89
const MASKED = 0x80
const NO_MASK = Buffer.alloc(4)

/** @throws when the server does not upgrade */
export function openRawSocket({ url, headers = {}, onText, onEnd }: RawSocketOptions): Promise<RawSocket> {
  const { hostname, port, pathname, search, host } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(
    `GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n${more.join('')}\r\n`,
  )
  return new Promise((resolve, reject) => {
    let ended = false
    const end = (reason: string): void => {
      if (ended) return
      ended = true
      socket.destroy()
      reject(new Error(reason))
      onEnd(reason)
    }
    socket.once('error', (error) => end(error.message))
    socket.once('close', () => end('closed'))
    const opened: RawSocket = {
      send: (text) => void socket.write(frame(Buffer.from(text))),
      close: () => {
        ended = true
        socket.destroy()
      },
    }
    const onPayload = (bytes: Buffer): void => onText(bytes, opened)
    let rest: Buffer | undefined
    const onFrames = (chunk: Buffer): void => {
      rest = readFrames(rest ? Buffer.concat([rest, chunk]) : chunk, socket, onPayload, end)
    }
    const onHandshake = (chunk: Buffer): void => {
      rest = rest ? Buffer.concat([rest, chunk]) : chunk
      const at = rest.indexOf('\r\n\r\n')
      if (at < 0) return
      const status = rest.toString('latin1', 0, rest.indexOf('\r\n'))
      if (!status.startsWith('HTTP/1.1 101')) return end(`refused: ${status}`)
      socket.off('data', onHandshake)
      socket.on('data', onFrames)
      const first = rest.subarray(at + 4)
      rest = undefined
      resolve(opened)
      if (first.length > 0) onFrames(first)
    }
    socket.on('data', onHandshake)
  })
}

/** Takes the whole frames of some bytes. @returns what is left of them */
function readFrames(
  bytes: Buffer,
  socket: Socket,
  onText: (bytes: Buffer) => void,
  end: (reason: string) => void,
): Buffer | undefined {
  let at = 0
  while (bytes.length - at >= 2) {
    const short = bytes[at + 1] as number
    const head = short < 126 ? 2 : short === 126 ? 4 : 10
    if (bytes.length - at < head) break
    const length =
      short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2))
    if (bytes.length - at < head + length) break
    const payload = bytes.subarray(at + head, at + head + length)
    at += head + length
    const kind = bytes[at - head - length]
    if (kind === TEXT) onText(payload)
    else if (kind === PING) socket.write(frame(payload, 0x8a))
    else {
      end(kind === CLOSE ? `closed with ${length >= 2 ? payload.readUInt16BE(0) : 1005}` : `frame ${kind}`)
      return undefined
    }
  }
  return at === bytes.length ? undefined : bytes.subarray(at)
}

function frame(payload: Buffer, kind = TEXT): Buffer {
  const { length } = payload
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  head[0] = kind
  head[1] = MASKED | (length < 126 ? length : length < 65_536 ? 126 : 127)
  if (head.length === 4) head.writeUInt16BE(length, 2)
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([head, NO_MASK, payload])
}
