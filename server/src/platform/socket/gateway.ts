/**
 * The live side: who speaks first, and what then.
 *   client → connect { token, version }      → connected, or `unauthenticated`, `upgrade_required`
 *   client → command (name, input)           → the same reply as over HTTP
 *   client → subscribe { stream, since }     → pages of changes, then `change` events without a hole
 *   server → change, heads (every 20 s), unsubscribed, presence, typing, read, draft, session, moving
 * Changes go to the room of their stream, each encoded once, on the node that tells them. Typing and presence are never
 * stored. Nothing is told and nothing taken while the fence is closed.
 */
import type { Server as HttpServer } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import {
  CONTRACT_VERSION,
  HandshakeSchema,
  HEADS_EVERY_MS,
  isCommandName,
  DraftSchema,
  ReadMarkSchema,
  SessionRenewSchema,
  SubscribeSchema,
  TypingSchema,
  UnsubscribeSchema,
  ViewingSchema,
  type ClientToServerEvents,
  type Draft,
  type Refusal,
  type Reply,
  type ServerToClientEvents,
} from '@colloque/contract'
import { DomainError, parseStream, type ErrorCode, type StreamName } from '@colloque/domain'
import { Server, type Socket } from 'socket.io'
import type { z } from 'zod'
import type { Actor } from '../actor.ts'
import type { ChangeLog } from '../change-log/index.ts'
import { parse, type ExecuteCommand } from '../commands.ts'
import type { Fence } from '../fence.ts'
import { refusalOf } from '../http/errors.ts'
import type { RateLimit } from '../http/limits.ts'
import { forbidUpgrade, type IsOurOrigin } from '../http/security.ts'
import type { ViewersElsewhere } from '../nodes/index.ts'
import { requestScope, type Logger } from '../logger.ts'
import { spreadOut } from '../stopping/spread-out.ts'
import { createFanOut } from './fan-out.ts'
import { createPresence } from './presence.ts'
import { cutSlowReaders } from './slow-readers.ts'
import { createSubscriptions } from './subscriptions.ts'

export interface SocketData {
  actor: Actor
  /** Seconds since 1970: when the last token shown runs out. */
  expiresAt: number
  viewing: string | null
}
export type GatewaySocket = Socket<
  ClientToServerEvents,
  ServerToClientEvents,
  Record<string, never>,
  SocketData
>
export type GatewayServer = Server<
  ClientToServerEvents,
  ServerToClientEvents,
  Record<string, never>,
  SocketData
>

export const streamRoom = (stream: string) => `stream:${stream}`
const accountRoom = (accountId: string) => `account:${accountId}`
const sessionRoom = (sessionId: string) => `session:${sessionId}`

export interface StreamAccess {
  mayReadStream(actor: Actor, stream: StreamName): Promise<boolean>
  mayReadStreamNow(actor: Actor, stream: StreamName): boolean
  /** The case that a stream is, or is a part of, once it may be read. */
  caseOf(stream: StreamName): string | undefined
}

export interface Gateway {
  readonly io: GatewayServer
  /** Open connections. */
  readonly connections: number
  /** Whether somebody here listens to a stream. */
  isWatched(stream: StreamName): boolean
  /** Whether a device of theirs shows a case now, on any node. */
  isLookingAt(accountId: string, stream: StreamName): boolean
  /** Ends what a session holds open, at once. */
  endSession(sessionId: string): void
  /** Takes an account out of a stream, at once, on every device. */
  endSubscription(accountId: string, stream: StreamName): void
  /** Somebody is in a team no longer: what they send from now on says so, on every device. */
  leaveTeam(accountId: string, teamId: string): void
  /** Sends everybody to another server, over so many milliseconds or until the signal. */
  sendAway(ms: number, signal: AbortSignal): Promise<void>
  /** Answers the commands under way, for two seconds at most, takes no more, and closes all. */
  stop(): Promise<void>
}

/** Milliseconds for a client to leave by itself, once it is told to. */
const LEAVE_WITHIN_MS = 3_000
/** Milliseconds for commands under way when the gateway stops. */
const ANSWERED_WITHIN_MS = 2_000

export function createGateway(options: {
  server: HttpServer
  changes: ChangeLog
  execute: ExecuteCommand
  access: StreamAccess
  authenticate(token: string): Promise<(Actor & { expiresAt: number }) | undefined>
  /** On disk before a case is shown. */
  recordRead(accountId: string, caseId: string): Promise<void>
  markRead(accountId: string, stream: StreamName, seq: number): void
  /** @returns whether it stands */
  writeDraft(accountId: string, draft: Draft): boolean
  isOurOrigin: IsOurOrigin
  perAccount: RateLimit
  fence: Fence
  viewers: ViewersElsewhere
  /** Between nodes; without it rooms end at this one. */
  adapter?: Exclude<Parameters<GatewayServer['adapter']>[0], undefined>
  logger: Logger
  /** A refusal went out. */
  onRefused?(code: ErrorCode): void
}): Gateway {
  const {
    server,
    changes,
    execute,
    access,
    authenticate,
    recordRead,
    markRead,
    writeDraft,
    isOurOrigin,
    perAccount,
    fence,
    logger,
    onRefused,
  } = options
  const io: GatewayServer = new Server(server, {
    transports: ['websocket'],
    destroyUpgrade: false,
    serveClient: false,
    maxHttpBufferSize: 300_000,
    pingInterval: 20_000,
    pingTimeout: 10_000,
    allowRequest: (request, callback) => {
      const isOurs = isOurOrigin(request.headers.origin, request.headers.host)
      // By itself it answers an upgrade with 400, as if the request had been unreadable.
      if (!isOurs && request.headers.upgrade) forbidUpgrade(request.socket)
      callback(null, isOurs)
    },
  })
  if (options.adapter) io.adapter(options.adapter)
  const fanOut = createFanOut(io)
  const subscriptions = createSubscriptions({ changes, access, recordRead, fanOut, fence })
  const presence = createPresence(io, options.viewers, fence)
  /** Commands that are not answered yet. */
  const underWay = new Set<Promise<void>>()
  let isStopping = false

  const refuse = (error: unknown): { ok: false; error: Refusal } => {
    const refusal = refusalOf(error, logger)
    onRefused?.(refusal.code)
    return { ok: false, error: refusal }
  }

  io.use((socket, next) => {
    const connect = async () => {
      const handshake = HandshakeSchema.safeParse(socket.handshake.auth)
      if (!handshake.success) throw new DomainError('unauthenticated')
      const { token, version = CONTRACT_VERSION } = handshake.data
      if (version > CONTRACT_VERSION) throw new DomainError('upgrade_required')
      const actor = await authenticate(token)
      if (!actor) throw new DomainError('unauthenticated')
      socket.data = { actor, expiresAt: actor.expiresAt, viewing: null }
    }
    void requestScope.run({ requestId: `${socket.id}.0` }, () =>
      connect().then(
        () => next(),
        (error: unknown) => {
          const { error: refusal } = refuse(error)
          next(Object.assign(new Error(refusal.code), { data: refusal }))
        },
      ),
    )
  })

  io.on('connection', (socket) => {
    forgetHandshake(socket)
    const { actor } = socket.data
    void socket.join([accountRoom(actor.accountId), sessionRoom(actor.sessionId)])

    // Every event counts, whatever its name: what shows who types costs a whole circle as much as what is said.
    socket.use((event, next) => {
      const taken = perAccount.take(actor.accountId).then(fence.passed)
      taken.then(
        () => next(),
        (error: unknown) => {
          const reply: unknown = event.at(-1)
          if (typeof reply === 'function') (reply as (value: unknown) => void)(refuse(error))
        },
      )
    })

    let events = 0
    /** Each event has an id of its own: the socket's, and its number in it. */
    const newScope = () => ({ requestId: `${socket.id}.${(events += 1)}`, accountId: actor.accountId })

    /** Runs what an event asks for, with its input checked, and answers; nothing that it throws is lost. */
    const on = <Schema extends z.ZodType, Answer>(
      schema: Schema,
      work: (input: z.output<Schema>) => Answer | Promise<Answer>,
    ) => {
      return (input: unknown, reply?: unknown) => {
        const answer =
          typeof reply === 'function'
            ? (reply as (value: Answer | { ok: false; error: Refusal }) => void)
            : () => undefined
        void requestScope.run(newScope(), async () => {
          try {
            answer(await work(parse(schema, input)))
          } catch (error) {
            answer(refuse(error))
          }
        })
      }
    }

    socket.on('command', (name: unknown, input: unknown, reply: unknown) => {
      const answer = typeof reply === 'function' ? (reply as (value: Reply) => void) : () => undefined
      const work = requestScope.run(newScope(), async () => {
        try {
          if (isStopping) throw new DomainError('unavailable')
          if (!isCommandName(name)) throw new DomainError('not_found', { why: 'command' })
          const { data, seq } = await execute(name, input, socket.data.actor)
          answer({ ok: true, data, seq })
        } catch (error) {
          answer(refuse(error))
        }
      })
      underWay.add(work)
      void work.finally(() => underWay.delete(work))
    })

    socket.on(
      'subscribe',
      on(SubscribeSchema, ({ stream, since }) => subscriptions.open(socket, stream, since)),
    )
    socket.on(
      'unsubscribe',
      on(UnsubscribeSchema, ({ stream }) => {
        subscriptions.close(socket, stream)
        return { ok: true as const }
      }),
    )
    socket.on(
      'session.renew',
      on(SessionRenewSchema, async ({ token }) => {
        const renewed = await authenticate(token)
        if (renewed?.sessionId !== actor.sessionId) throw new DomainError('unauthenticated')
        socket.data.actor = renewed
        socket.data.expiresAt = renewed.expiresAt
        return { ok: true as const }
      }),
    )
    socket.on(
      'read',
      on(ReadMarkSchema, ({ stream, seq }) => {
        if (!access.mayReadStreamNow(socket.data.actor, stream as StreamName)) return
        markRead(actor.accountId, stream as StreamName, seq)
        socket.to(accountRoom(actor.accountId)).emit('read', { stream: stream as StreamName, seq })
      }),
    )
    socket.on(
      'draft',
      on(DraftSchema, (draft) => {
        if (!access.mayReadStreamNow(socket.data.actor, draft.stream as StreamName)) return
        // It holds words: nothing of it leaves this node but through the database.
        if (writeDraft(actor.accountId, draft))
          socket.local.to(accountRoom(actor.accountId)).emit('draft', draft)
      }),
    )
    socket.on(
      'typing',
      on(TypingSchema, ({ stream, threadId }) => {
        if (!socket.rooms.has(streamRoom(stream))) return
        socket
          .to(streamRoom(stream))
          .volatile.emit('typing', { stream: stream as StreamName, threadId, accountId: actor.accountId })
      }),
    )
    socket.on(
      'viewing',
      on(ViewingSchema, ({ caseId }) => {
        if (caseId !== null && !socket.rooms.has(streamRoom(`case:${caseId}`))) return
        presence.show(socket, caseId)
      }),
    )
    socket.on('disconnect', () => {
      subscriptions.forget(socket)
      presence.show(socket, null)
    })
  })

  const stopListening = changes.onChange((change) => {
    subscriptions.publish(change)
    fence.whenOpen(() => fanOut.send(streamRoom(change.stream), change))
  })

  const stopCutting = cutSlowReaders(io)
  const heads = setInterval(() => subscriptions.tellHeads(io), HEADS_EVERY_MS)
  // A socket lives as long as its session; one whose token ran out is asked for a new one, then let go.
  const expiry = setInterval(() => {
    const now = Date.now() / 1_000
    for (const socket of io.sockets.sockets.values() as Iterable<GatewaySocket>) {
      if (socket.data.expiresAt + 60 < now) socket.disconnect(true)
      else if (socket.data.expiresAt - 30 < now) socket.emit('session', { state: 'expiring' })
    }
  }, 15_000)

  const endSubscription = (accountId: string, stream: StreamName): void => {
    for (const socket of io.sockets.sockets.values() as Iterable<GatewaySocket>) {
      if (socket.data.actor.accountId !== accountId) continue
      const held = subscriptions.close(socket, stream)
      if (socket.data.viewing !== null && `case:${socket.data.viewing}` === stream)
        presence.show(socket, null)
      if (held) socket.emit('unsubscribed', { stream, code: 'not_found' })
    }
  }

  return {
    io,
    get connections() {
      return io.sockets.sockets.size
    },
    isWatched: (stream) => io.of('/').adapter.rooms.has(streamRoom(stream)),
    isLookingAt: (accountId, stream) => {
      const place = parseStream(stream)
      return place?.kind === 'case' && presence.isShownTo(accountId, place.id)
    },
    endSession: (sessionId) => {
      io.local.to(sessionRoom(sessionId)).emit('session', { state: 'revoked' })
      io.local.in(sessionRoom(sessionId)).disconnectSockets(true)
    },
    endSubscription,
    leaveTeam: (accountId, teamId) => {
      for (const { data } of io.sockets.sockets.values() as Iterable<GatewaySocket>) {
        const { actor } = data
        if (actor.accountId !== accountId) continue
        data.actor = { ...actor, teamIds: actor.teamIds.filter((id) => id !== teamId) }
      }
      endSubscription(accountId, `team:${teamId}`)
      endSubscription(accountId, `conversation:${teamId}`)
    },
    sendAway: (ms, signal) => spreadOut(io.sockets.sockets.values(), ms, leave, signal),
    stop: async () => {
      isStopping = true
      const late = wait(ANSWERED_WITHIN_MS, undefined, { ref: false })
      await Promise.race([Promise.all(underWay), late])
      clearInterval(heads)
      clearInterval(expiry)
      stopCutting()
      stopListening()
      presence.stop()
      // Closing alone would throw away answers that are not on the wire yet.
      io.local.disconnectSockets(true)
      await io.close()
    },
  }
}

/** It is told to go, and goes by itself once it has its answers; or is shown out. */
async function leave(socket: GatewaySocket): Promise<void> {
  if (!socket.connected) return
  const left = new Promise<void>((resolve) => socket.once('disconnect', () => resolve()))
  socket.emit('moving', { leaveWithinMs: LEAVE_WITHIN_MS })
  const late = setTimeout(() => socket.disconnect(true), LEAVE_WITHIN_MS)
  await left
  clearTimeout(late)
}

/**
 * Headers, address and token of a request that was answered long ago: a fifth of what a connection weighs, and nothing
 * that has to lie in memory for as long as somebody listens.
 */
function forgetHandshake(socket: GatewaySocket): void {
  Object.assign(socket.handshake, { headers: {}, auth: {}, query: {} })
  Object.assign(socket.conn, { request: undefined })
}
