/** One connection of a client: as much of socket.io's protocol as a measure needs (engine.io 4, socket.io 5). */
import { openRawSocket, type RawSocket } from '../lib/raw-socket.ts'

export interface Line {
  /** Emits an event. @returns its answer's text, the JSON of its arguments */
  ask(event: readonly unknown[]): Promise<string>
  close(): void
}

export interface LineOptions {
  /** `http://127.0.0.1:3000` */
  readonly url: string
  readonly token?: string
  /** An event that the server emitted: `42["change",…]`. Valid in this turn alone. */
  readonly onEvent: (bytes: Buffer) => void
  readonly onEnd: (reason: string) => void
}

const [OPEN, PING, MESSAGE] = [0x30, 0x32, 0x34]
const [CONNECT, EVENT, ACK, CONNECT_ERROR] = [0x30, 0x32, 0x33, 0x34]
const BRACKET = 0x5b

/** @returns once the server has let it in @throws when it does not */
export async function openLine({ url, token, onEvent, onEnd }: LineOptions): Promise<Line> {
  const waiting = new Map<number, (text: string) => void>()
  let count = 0
  let letIn: () => void = () => undefined
  let refuse: (error: Error) => void = () => undefined
  const connected = new Promise<void>((resolve, reject) => ([letIn, refuse] = [resolve, reject]))
  connected.catch(() => undefined)

  const onText = (bytes: Buffer, socket: RawSocket): void => {
    if (bytes[0] === PING) return socket.send('3')
    if (bytes[0] === OPEN) return socket.send(token === undefined ? '40' : `40${JSON.stringify({ token })}`)
    if (bytes[0] !== MESSAGE) return
    if (bytes[1] === EVENT) return onEvent(bytes)
    if (bytes[1] === CONNECT) return letIn()
    if (bytes[1] === CONNECT_ERROR) return refuse(new Error(bytes.toString()))
    if (bytes[1] !== ACK) return
    const at = bytes.indexOf(BRACKET)
    const id = Number(bytes.toString('latin1', 2, at))
    const answer = waiting.get(id)
    waiting.delete(id)
    answer?.(bytes.toString('utf8', at))
  }

  const { send, close } = await openRawSocket({
    url: `${url.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`,
    onText,
    onEnd: (reason) => {
      refuse(new Error(reason))
      onEnd(reason)
    },
  })
  await connected
  return {
    ask: (event) =>
      new Promise((answer) => {
        waiting.set(++count, answer)
        send(`42${count}${JSON.stringify(event)}`)
      }),
    close,
  }
}
