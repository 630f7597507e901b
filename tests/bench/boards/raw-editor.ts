/** A y-websocket client without a document: it reads how far each author's edits have come, and no more. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'

const SYNC = 0
const [STEP_1, STEP_2, UPDATE] = [0, 1, 2]
const EMPTY_VECTOR = new Uint8Array([0])
const EMPTY_UPDATE = new Uint8Array([0, 0])

export interface Address {
  /** `ws://127.0.0.1:3000/yjs/case/<id>/board` */
  readonly url: string
  readonly accountId: string
  readonly token?: string
}

export interface Opened {
  /** Bytes of the frame that held the document. */
  readonly bytes: number
  readonly ms: number
}

export class RawEditor {
  /** Clocks of the authors it has heard of. */
  readonly clocks = new Map<number, number>()
  /** Told with each update that came. */
  onProgress = (): void => undefined
  readonly opened: Promise<Opened>
  readonly #socket: WebSocket
  #onDocument = (_bytes: number): void => undefined

  /** @param onEnd told when the server closes */
  constructor({ url, token }: Address, onEnd: (reason: string) => void) {
    const began = performance.now()
    const socket = new WebSocket(url, token === undefined ? [] : ['y.v1', `t.${token}`])
    this.#socket = socket
    socket.on('close', (code) => onEnd(`closed with ${code}`))
    socket.on('message', (frame: Buffer) => {
      if (frame[0] !== SYNC) return
      if (frame[1] === STEP_1) socket.send(syncFrame(STEP_2, EMPTY_UPDATE))
      else if (frame[1] === STEP_2) this.#onDocument(frame.byteLength)
      else this.#progress(frame)
    })
    this.opened = new Promise((resolve, reject) => {
      socket.on('error', reject)
      socket.on('open', () => void this.#ask(began).then(resolve))
    })
  }

  /** Asks for the whole document once more. */
  askAgain(): Promise<Opened> {
    return this.#ask(performance.now())
  }

  #ask(began: number): Promise<Opened> {
    this.#socket.send(syncFrame(STEP_1, EMPTY_VECTOR))
    return new Promise((resolve) => {
      this.#onDocument = (bytes) => resolve({ bytes, ms: performance.now() - began })
    })
  }

  send(frame: Uint8Array): void {
    this.#socket.send(frame)
  }

  close(): void {
    this.#socket.removeAllListeners('close').terminate()
  }

  #progress(frame: Buffer): void {
    const decoder = decoding.createDecoder(frame)
    decoder.pos = 2
    const { to } = Y.parseUpdateMeta(decoding.readVarUint8Array(decoder))
    for (const [client, clock] of to) this.clocks.set(client, clock)
    this.onProgress()
  }
}

export const updateFrame = (update: Uint8Array): Uint8Array => syncFrame(UPDATE, update)

function syncFrame(kind: number, payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, SYNC)
  encoding.writeVarUint(encoder, kind)
  encoding.writeVarUint8Array(encoder, payload)
  return encoding.toUint8Array(encoder)
}
