import { io, type Socket } from 'socket.io-client'
import type {
  ClientToServerEvents,
  CommandName,
  Reply,
  ServerToClientEvents,
  SubscribeReply,
} from '@colloque/contract'
import type { Change, StreamName } from '@colloque/domain'
import { randomUUID } from 'node:crypto'

export type TestSocket = Socket<ServerToClientEvents, ClientToServerEvents> & {
  readonly changes: Change[]
  readonly unsubscribed: { stream: string; code: string }[]
  readonly seen: { event: string; value: unknown }[]
}

/** A socket as a client opens it, that remembers what it was told. @throws the refusal of the handshake */
export async function connect(url: string, token: string, version?: number): Promise<TestSocket> {
  const socket = io(url, {
    transports: ['websocket'],
    auth: { token, ...(version === undefined ? {} : { version }) },
    reconnection: false,
    forceNew: true,
  }) as unknown as TestSocket
  const seen: { event: string; value: unknown }[] = []
  const changes: Change[] = []
  const unsubscribed: { stream: string; code: string }[] = []
  Object.assign(socket, { changes, unsubscribed, seen })
  socket.on('change', (change) => changes.push(change))
  socket.on('unsubscribed', (notice) => unsubscribed.push(notice))
  socket.onAny((event: string, value: unknown) => seen.push({ event, value }))
  await new Promise<void>((connected, refused) => {
    socket.once('connect', () => connected())
    socket.once('connect_error', (error) => refused(error))
  })
  return socket
}

export const subscribe = (socket: TestSocket, stream: string, since = 0): Promise<SubscribeReply> =>
  new Promise((answer) => socket.emit('subscribe', { stream: stream as StreamName, since }, answer))

export const command = (socket: TestSocket, name: CommandName, input: object): Promise<Reply> =>
  new Promise((answer) =>
    (socket as unknown as { emit(event: string, ...values: unknown[]): void }).emit(
      'command',
      name,
      { commandId: randomUUID(), ...input },
      answer,
    ),
  )

/** Waits until something holds. @throws after `within` milliseconds */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what = 'the condition',
  within = 10_000,
): Promise<void> {
  const end = Date.now() + within
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`${what} did not come about`)
    await new Promise((next) => setTimeout(next, 20))
  }
}
