/**
 * Somebody who is taken out of a circle, and goes on: what reaches their devices afterwards, and what is taken from
 * them. They listen with bare sockets and the stock board client: our own would hide what comes too late.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { caseBoardDocName } from '@colloque/board'
import type { Change, StreamName } from '@colloque/domain'
import type { Delivery, Recorder } from '@colloque/history'
import { io, type Socket } from 'socket.io-client'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { toldOf, wordsOn } from './evidence.ts'
import type { Device } from './house.ts'

/** Where a device tells what reaches it. */
export interface Ear {
  readonly to: string
  hear(commandId: string): void
}

/** @param graceMs how long after the removal's answer this device may still hear what is said */
export function earOf(to: string, deliveries: Delivery[], graceMs: number): Ear {
  return { to, hear: (commandId) => deliveries.push({ to, commandId, at: performance.now(), graceMs }) }
}

export interface Listener {
  readonly to: string
  readonly socket: Socket
  /** Streams that the server said it had taken away. */
  readonly unsubscribed: readonly string[]
  close(): void
}

/** A bare socket that follows a stream as long as it may, and says which messages it hears of. */
export async function listen(
  { client, url }: Device,
  stream: StreamName,
  { to, hear }: Ear,
): Promise<Listener> {
  const unsubscribed: string[] = []
  const socket = io(url, {
    transports: ['websocket'],
    auth: (give) =>
      void client.token().then(
        (token) => give({ token }),
        () => give({}),
      ),
    reconnectionDelay: 200,
    reconnectionDelayMax: 1_000,
    forceNew: true,
  })
  const heard = (changes: readonly Change[]) => {
    for (const change of changes)
      if (change.stream === stream && change.kind === 'message.posted') hear(change.commandId)
  }
  socket.on('change', (change: Change) => heard([change]))
  socket.on('unsubscribed', (notice: { stream: string }) => unsubscribed.push(notice.stream))
  const subscribed = new Promise<void>((done) => {
    socket.on('connect', () => {
      const again = async () => {
        while (socket.connected) {
          const reply = await subscribe(socket, stream)
          if (reply.ok) {
            heard(reply.changes ?? [])
            return done()
          }
          // The other node may not have the case yet; of one that is closed to them it says the same.
          await wait(200)
        }
      }
      void again()
    })
  })
  await subscribed
  return { to, socket, unsubscribed, close: () => void socket.disconnect() }
}

export const subscribe = (
  socket: Socket,
  stream: StreamName,
): Promise<{ ok: boolean; changes?: readonly Change[] }> =>
  new Promise((answer) => {
    socket.timeout(5_000).emit('subscribe', { stream, since: 0 }, (lost: unknown, reply: never) => {
      answer(lost ? { ok: false } : reply)
    })
  })

export interface BoardWatch {
  readonly to: string
  /** Codes with which it was closed. */
  readonly closes: readonly number[]
  readonly synced: boolean
  close(): void
}

/** The stock client on a board, that says which words it comes to see. */
export async function watchBoard(
  { client, url }: Device,
  caseId: string,
  { to, hear }: Ear,
): Promise<BoardWatch> {
  const doc = new Y.Doc()
  const seen = new Set<string>()
  const closes: number[] = []
  const provider = new WebsocketProvider(`${url.replace('http', 'ws')}/yjs`, caseBoardDocName(caseId), doc, {
    params: { token: await client.token() },
    disableBc: true,
  })
  // It complains of message types that it does not know.
  for (const type of [100, 101, 102, 103]) provider.messageHandlers[type] = () => undefined
  provider.on('connection-close', (event) => event && closes.push(event.code))
  doc.on('update', () => {
    for (const word of wordsOn(doc)) {
      if (seen.has(word)) continue
      seen.add(word)
      hear(word)
    }
  })
  return {
    to,
    closes,
    get synced() {
      return provider.synced
    },
    close: () => provider.destroy(),
  }
}

/** Posts and looks, on this server and on that one, before and after they are taken out, until the signal. */
export async function goOn(
  devices: readonly Device[],
  caseId: string,
  recorder: Recorder,
  signal: AbortSignal,
): Promise<void> {
  const accountId = devices[0]!.client.account!.id
  for (let count = 1; !signal.aborted; count++) {
    await Promise.all(
      devices.map(async ({ client, node }) => {
        const commandId = randomUUID()
        const by = { client: accountId, key: `node ${node}`, commandId }
        const input = { commandId, caseId, text: `De qui part ${count}, serveur ${node}` }
        await Promise.race([
          recorder.run({ ...by, name: 'message.post', value: input }, async () =>
            toldOf(await client.api.command('message.post', input)),
          ),
          wait(3_000),
        ])
        const looking = { ...by, name: 'case.read', key: caseId, commandId: randomUUID(), value: null }
        const look = recorder.run(looking, async () => {
          const askedAt = Date.now()
          await client.api.query('case', { id: caseId }, {})
          return { askedAt, answeredAt: Date.now() }
        })
        await Promise.race([look, wait(3_000)])
      }),
    )
    await wait(150)
  }
}
