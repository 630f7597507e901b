/**
 * Changes to all who listen to a stream. Each is encoded once, the changes of one turn become one piece of bytes, and
 * every socket gets that by one write. socket.io's own broadcast takes each message through two queues and four buffers
 * for each socket, which costs half as much again for one message, and twenty times as much for a batch of them.
 */
import type { Change } from '@colloque/domain'
import type { GatewayServer, GatewaySocket } from './gateway.ts'

export interface FanOut {
  /** Goes to whoever is in the room, at the end of this turn at the latest. */
  send(room: string, change: Change): void
  /** Sends what waits for a room: to be called before anybody joins or leaves it. */
  flush(room: string): void
}

export function createFanOut(io: GatewayServer): FanOut {
  const waiting = new Map<string, Change[]>()

  function flush(room: string): void {
    const changes = waiting.get(room)
    if (!changes) return
    waiting.delete(room)
    const { rooms } = io.of('/').adapter
    const members = rooms.get(room)
    if (!members) return
    const frames = encodeFrames(changes)
    for (const id of members) {
      const socket = io.sockets.sockets.get(id)
      if (!socket || writeAtOnce(socket, frames)) continue
      for (const change of changes) socket.emit('change', change)
    }
  }

  return {
    send(room, change) {
      const changes = waiting.get(room)
      if (changes) return void changes.push(change)
      waiting.set(room, [change])
      queueMicrotask(() => flush(room))
    },
    flush,
  }
}

/** What engine.io and ws keep to themselves: checked as it is used. */
interface Connection {
  readonly readyState: string
  readonly writeBuffer: readonly unknown[]
  readonly transport: {
    readonly name: string
    readonly socket?: {
      readonly readyState: number
      readonly _sender?: { sendFrame?: (list: Buffer[]) => void }
    }
  }
}
const OPEN = 1

/**
 * Past the queues of socket.io and engine.io, into the connection itself, as engine.io does with frames that socket.io
 * has encoded before.
 * @returns false where something waits in those queues that has to go first, or where they look otherwise
 */
function writeAtOnce(socket: GatewaySocket, frames: Buffer): boolean {
  const { readyState, writeBuffer, transport } = socket.conn as unknown as Connection
  const webSocket = transport.name === 'websocket' ? transport.socket : undefined
  const sender = webSocket?._sender
  if (readyState !== 'open' || webSocket?.readyState !== OPEN || typeof sender?.sendFrame !== 'function')
    return false
  if (writeBuffer.length > 0) return false
  sender.sendFrame([frames])
  return true
}

/** FIN and a text frame. Source: RFC 6455, 5.2. */
const TEXT_FRAME = 0x81

/**
 * Each change as socket.io sends an event, one frame after the other: `42["change",{…}]` (engine.io 4: a message;
 * socket.io 5: an event). Frames of a server are not masked.
 */
export function encodeFrames(changes: readonly Change[]): Buffer {
  const texts = changes.map((change) => `42["change",${JSON.stringify(change)}]`)
  const lengths = texts.map((text) => Buffer.byteLength(text))
  const frames = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + headOf(length) + length, 0))
  let at = 0
  for (const [i, text] of texts.entries()) {
    at = writeHead(frames, at, lengths[i] as number)
    at += frames.write(text, at, 'utf8')
  }
  return frames
}

const headOf = (length: number): number => (length < 126 ? 2 : length < 65_536 ? 4 : 10)

/** @returns where the payload begins */
function writeHead(frames: Buffer, at: number, length: number): number {
  frames[at] = TEXT_FRAME
  const head = headOf(length)
  frames[at + 1] = head === 2 ? length : head === 4 ? 126 : 127
  if (head === 4) frames.writeUInt16BE(length, at + 2)
  if (head === 10) frames.writeBigUInt64BE(BigInt(length), at + 2)
  return at + head
}
