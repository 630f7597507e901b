import type { Server } from 'socket.io'

interface SlowReaderOptions {
  /** Bytes that may wait for one socket. */
  readonly mostBytes?: number
  /** Milliseconds between two looks. */
  readonly everyMs?: number
  /** Milliseconds for what is closed to take its leave. */
  readonly leaveMs?: number
}

/** The parts of engine.io's connection that say what waits in it; its own types leave the transport's socket out. */
interface Connection {
  readonly writeBuffer: readonly { readonly data?: unknown }[]
  readonly transport: { readonly socket?: { readonly bufferedAmount: number; terminate(): void } }
}

/**
 * Cuts off who reads more slowly than is said: what they do not take would wait in this server's memory, and the ping
 * that they do not hear finds them only after half a minute. What is closed is let go of soon as well: closing waits
 * for an answer, which a reader like that gives last of all. They come back and ask for what they have missed.
 * @returns how to stop looking
 */
export function cutSlowReaders(
  // Whatever its events are.
  io: Pick<Server, 'engine'> & {
    readonly sockets: { readonly sockets: ReadonlyMap<string, { readonly conn: unknown }> }
  },
  { mostBytes = 16 << 20, everyMs = 1_000, leaveMs = 1_000 }: SlowReaderOptions = {},
): () => void {
  io.engine.on(
    'connection',
    (connection: Connection & { once(event: 'close', listener: () => void): void }) => {
      connection.once('close', () => {
        const { socket } = connection.transport
        setTimeout(() => socket?.terminate(), leaveMs).unref()
      })
    },
  )
  const looking = setInterval(() => {
    for (const { conn } of io.sockets.sockets.values()) {
      const connection = conn as Connection
      if (waitingBytes(connection) > mostBytes) connection.transport.socket?.terminate()
    }
  }, everyMs)
  looking.unref()
  return () => clearInterval(looking)
}

function waitingBytes({ writeBuffer, transport }: Connection): number {
  let bytes = transport.socket?.bufferedAmount ?? 0
  for (const { data } of writeBuffer) bytes += lengthOf(data)
  return bytes
}

const lengthOf = (data: unknown): number =>
  typeof data === 'string' ? data.length : ArrayBuffer.isView(data) ? data.byteLength : 0
