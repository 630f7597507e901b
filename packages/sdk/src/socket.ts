/**
 * The live connection: one WebSocket, typed by the contract. It only says what came and whether it is there;
 * that nothing is lost is the work of the replica (`seq`) and the outbox (`commandId`), so socket.io's own
 * recovery and retries stay off.
 */
import {
  CONTRACT_VERSION,
  type ClientToServerEvents,
  type CommandInput,
  type CommandName,
  type CommandOutput,
  type Refusal,
  type Reply,
  type ServerToClientEvents,
  type SubscribeReply,
} from '@colloque/contract'
import { DomainError, ERROR_CODES, type StreamName } from '@colloque/domain'
import { io, type Socket } from 'socket.io-client'
import type { Done } from './api.ts'
import { backoff } from './backoff.ts'
import { createListeners, type Unlisten } from './listeners.ts'

const RECONNECT_FIRST_MS = 300
const RECONNECT_MOST_MS = 5_000
/** Longer than the server's own 5 s of finding out whether a write happened. */
const REPLY_WITHIN_MS = 12_000
/** Pause before another server is asked, half of it left to chance. The server that leaves spreads its clients itself. */
const MOVE_MS = 100

export type Connection =
  | { readonly connected: true }
  /** `since`: ms since 1970 by the device's clock; null where it never was connected or is not meant to be. */
  | { readonly connected: false; readonly since: number | null }

export interface SocketOptions {
  /** Origin of the server; empty for that of the page. */
  readonly baseUrl: string
  /** A fresh access token, asked for at each connection. @throws DomainError */
  readonly token: () => Promise<string>
  /** Where `online` and `offline` are heard: the window of a browser. */
  readonly network?: EventTarget | undefined
  readonly now: () => number
}

type Received = { [Event in keyof ServerToClientEvents]: Parameters<ServerToClientEvents[Event]>[0] }

export interface LiveSocket {
  readonly connection: Connection
  onConnection(listener: (connection: Connection) => void): Unlisten
  /** Keeps trying until `close`. */
  open(): void
  close(): void
  /** Tells the server of a renewed token, so that the socket outlives the one that it began with. */
  renew(token: string): void
  /** One attempt. @throws DomainError `unavailable` not sent; `unknown_outcome` sent, and no answer came */
  command<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Done<Name>>
  /** @throws DomainError */
  subscribe(stream: StreamName, since: number): Promise<SubscribeReply & { ok: true }>
  unsubscribe(stream: StreamName): void
  /** What is told and never answered: lost when there is no connection. */
  tell<Event extends 'read' | 'draft' | 'typing' | 'viewing'>(
    event: Event,
    ...what: Parameters<ClientToServerEvents[Event]>
  ): boolean
  on<Event extends keyof Received>(event: Event, listener: (what: Received[Event]) => void): Unlisten
  /** The server or the session keeper says that this session cannot connect. */
  onRefused(listener: (error: DomainError) => void): Unlisten
}

export function createSocket({ baseUrl, token, network, now }: SocketOptions): LiveSocket {
  const connections = createListeners<[Connection]>()
  const refused = createListeners<[DomainError]>()
  let connection: Connection = { connected: false, since: null }
  let wanted = false
  let attempt = 0
  let retry: ReturnType<typeof setTimeout> | undefined
  let leaving: ReturnType<typeof setTimeout> | undefined
  let usedToken: string | undefined
  /** Questions that have no answer yet. */
  const asked = new Set<Promise<unknown>>()

  const options = {
    transports: ['websocket'],
    autoConnect: false,
    // Reconnecting is done below, for lost connections and refused handshakes alike.
    reconnection: false,
    forceNew: true,
    auth: (give: (auth: object) => void) => {
      token().then(
        (fresh) => {
          usedToken = fresh
          give({ token: fresh, version: CONTRACT_VERSION })
        },
        (error: unknown) => {
          socket.disconnect()
          failed(error)
        },
      )
    },
  }
  const socket: Socket<ServerToClientEvents, ClientToServerEvents> =
    baseUrl === '' ? io(options) : io(baseUrl, options)

  function become(connected: boolean): void {
    if (connected === connection.connected) return
    connection = connected ? { connected } : { connected, since: now() }
    connections.tell(connection)
  }

  function failed(error: unknown): void {
    const refusal = refusalOf(error)
    if (wanted && connection.connected === false && connection.since === null) {
      connection = { connected: false, since: now() }
      connections.tell(connection)
    }
    become(false)
    if (refusal && (refusal.code === 'unauthenticated' || refusal.code === 'upgrade_required'))
      refused.tell(refusal)
    scheduleConnect()
  }

  function scheduleConnect(): void {
    clearTimeout(retry)
    if (!wanted) return
    attempt++
    retry = setTimeout(connectNow, backoff(attempt, RECONNECT_FIRST_MS, RECONNECT_MOST_MS))
  }

  /** Asks nothing new here, waits for what it asked already, and goes to another server. */
  function move(withinMs: number): void {
    become(false)
    const leave = () => {
      clearTimeout(leaving)
      if (!socket.connected) return
      socket.disconnect()
      clearTimeout(retry)
      if (wanted) retry = setTimeout(connectNow, backoff(1, MOVE_MS, MOVE_MS))
    }
    leaving = setTimeout(leave, withinMs)
    void Promise.allSettled(asked).then(leave)
  }

  function connectNow(): void {
    clearTimeout(retry)
    if (wanted && !socket.active) socket.connect()
  }

  socket.on('connect', () => {
    attempt = 0
    become(true)
  })
  socket.on('disconnect', () => {
    // Lets go of the connection for good: otherwise the socket counts as active and is not connected again.
    socket.disconnect()
    become(false)
    scheduleConnect()
  })
  socket.on('moving', ({ leaveWithinMs }) => move(leaveWithinMs / 2))
  socket.on('connect_error', (error) => {
    socket.disconnect()
    failed(error)
  })

  const online = () => {
    attempt = 0
    connectNow()
  }
  // A browser that lost its network notices on the socket only after half a minute; a server on this very
  // machine is found again by the next attempt.
  const offline = () => void socket.io.engine?.close()

  return {
    get connection() {
      return connection
    },
    onConnection: connections.add,
    open() {
      if (wanted) return
      wanted = true
      network?.addEventListener('online', online)
      network?.addEventListener('offline', offline)
      connectNow()
    },
    close() {
      wanted = false
      clearTimeout(retry)
      clearTimeout(leaving)
      network?.removeEventListener('online', online)
      network?.removeEventListener('offline', offline)
      socket.disconnect()
      connection = { connected: false, since: null }
      connections.tell(connection)
    },
    renew(fresh) {
      if (!socket.connected || fresh === usedToken) return
      usedToken = fresh
      socket.timeout(REPLY_WITHIN_MS).emit('session.renew', { token: fresh }, (lost, reply) => {
        // Refused or lost: a new connection begins with a new token, or learns why not.
        if (lost || !reply.ok) socket.io.engine?.close()
      })
    },
    async command(name, input) {
      return settled(
        await answered<Reply<CommandOutput<typeof name>>>((reply) =>
          // The generic of the event is lost in the library's types of an emit with a timeout.
          (socket.timeout(REPLY_WITHIN_MS) as unknown as AnyEmitter).emit('command', name, input, reply),
        ),
      )
    },
    async subscribe(stream, since) {
      return settled(
        await answered<SubscribeReply>((reply) =>
          socket.timeout(REPLY_WITHIN_MS).emit('subscribe', { stream, since }, reply),
        ),
      )
    },
    unsubscribe(stream) {
      if (socket.connected) socket.emit('unsubscribe', { stream }, () => undefined)
    },
    tell(event, ...what) {
      if (!connection.connected) return false
      // Typing a second late is worse than not at all.
      ;((event === 'typing' ? socket.volatile : socket) as unknown as AnyEmitter).emit(event, ...what)
      return true
    },
    on(event, listener) {
      socket.on(event, listener as never)
      return () => void socket.off(event, listener as never)
    },
    onRefused: refused.add,
  }

  function answered<Answer>(
    ask: (reply: (lost: Error | null, answer: Answer) => void) => void,
  ): Promise<Answer> {
    if (!connection.connected) return Promise.reject(new DomainError('unavailable', { reason: 'network' }))
    const answer = new Promise<Answer>((resolve, reject) => {
      ask((lost, given) => (lost ? reject(new DomainError('unknown_outcome')) : resolve(given)))
    })
    asked.add(answer)
    return answer.finally(() => asked.delete(answer))
  }
}

interface AnyEmitter {
  emit(event: string, ...args: unknown[]): void
}

function settled<Answer extends { readonly ok: boolean }>(
  answer: Answer | { ok: false; error: Refusal },
): Answer & { ok: true } {
  if (answer.ok) return answer as Answer & { ok: true }
  const { code, data } = (answer as { error: Refusal }).error
  throw new DomainError(code, data)
}

/** What a refused handshake says; undefined where the server was not reached. */
function refusalOf(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error
  if (!(error instanceof Error)) return undefined
  const said = (error as Error & { data?: { code?: unknown } }).data
  const code = ERROR_CODES.find((known) => known === said?.code || known === error.message)
  return code && new DomainError(code)
}
