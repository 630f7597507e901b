import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { until } from './board-test-server.ts'

/** For the tests: a client that sends what it is told to, well formed or not. */
export class RawClient {
  readonly socket: WebSocket
  readonly received: Uint8Array[] = []
  readonly answers: Uint8Array[] = []
  closeCode = 0

  constructor(url: string, document: string, account: string, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(`${url}/${document}`, ['y.v1', `t.${account}`], { headers })
    this.socket.on('message', (data: Buffer) => this.received.push(data))
    this.socket.on('close', (code) => (this.closeCode = code))
    this.socket.on('error', () => undefined)
  }

  /** Connected, and past the step 2 that the server waits for. */
  async ready(): Promise<this> {
    while (this.received.length < 2 && this.closeCode === 0) await this.#next()
    this.send(syncFrame(1, Y.encodeStateAsUpdate(new Y.Doc())))
    return this
  }

  send(frame: Uint8Array | string): void {
    this.socket.send(frame)
  }

  /** The server has read all that was sent, or closed. */
  heard(): Promise<void> {
    if (this.closeCode > 0) return Promise.resolve()
    return new Promise((resolve) => {
      const done = () => {
        this.socket.off('pong', done).off('close', done)
        resolve()
      }
      this.socket.on('pong', done).on('close', done)
      if (this.socket.readyState === WebSocket.OPEN) this.socket.ping()
    })
  }

  #next(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.socket.off('message', done).off('close', done)
        resolve()
      }
      this.socket.on('message', done).on('close', done)
    })
  }

  async closed(): Promise<number> {
    await until(() => this.closeCode > 0)
    return this.closeCode
  }

  destroy(): void {
    this.socket.terminate()
  }
}

/** A sync frame: kind 0 step 1, 1 step 2, 2 update. */
export function syncFrame(kind: number, payload: Uint8Array): Uint8Array {
  return frame((encoder) => {
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarUint(encoder, kind)
    encoding.writeVarUint8Array(encoder, payload)
  })
}

export function presenceFrame(
  entries: readonly { client: number; clock: number; state: unknown }[],
): Uint8Array {
  const inner = frame((encoder) => {
    encoding.writeVarUint(encoder, entries.length)
    for (const { client, clock, state } of entries) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, JSON.stringify(state))
    }
  })
  return frame((encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint8Array(encoder, inner)
  })
}

export function frame(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  write(encoder)
  return encoding.toUint8Array(encoder)
}
