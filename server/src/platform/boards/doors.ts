import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ParsedDocName } from '@colloque/board'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { forbidUpgrade } from '../http/security.ts'
import { BoardConnection } from './board-connection.ts'
import type { MemberGrant } from './board-connection.ts'
import { Budget } from './budget.ts'
import type { Fence } from '../fence.ts'
import { CLOSE } from './close-codes.ts'
import type { CloseCode } from './close-codes.ts'
import type { BoardLimits } from './limits.ts'
import type { Room } from './room.ts'
import type { Rooms } from './rooms.ts'
import type { AccessFilter, BoardActor, BoardServerOptions } from './types.ts'
import { SUBPROTOCOL, admit, isBoardUpgrade } from './upgrade.ts'

/** A connection between its upgrade and its place in a room: may lose access on the way. */
interface Handshake {
  readonly actor: BoardActor
  readonly document: ParsedDocName
  closedWith: 4401 | 4403 | undefined
  readOnly: boolean
}

interface AccountBudget {
  readonly frames: Budget
  readonly bytes: Budget
  connections: number
}

interface DoorsOptions extends BoardServerOptions {
  readonly limits: BoardLimits
  readonly fence: Fence
  readonly rooms: Rooms
  /** Whether documents can be loaded. */
  isReady(): boolean
}

/** The way in: from an upgrade, through who asks and whether they may, to a place in a document's room. */
export class Doors {
  readonly #options: DoorsOptions
  readonly #sockets: WebSocketServer
  readonly #handshakes = new Set<Handshake>()
  readonly #budgets = new Map<string, AccountBudget>()

  constructor(options: DoorsOptions) {
    this.#options = options
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: options.limits.frameBytes,
      handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
    })
  }

  /** Those on the way in lose access too. */
  closeAccess(filter: AccessFilter, code: 4401 | 4403): void {
    for (const handshake of this.#handshakes) if (matches(filter, handshake)) handshake.closedWith = code
  }

  /** Those on the way in will read only. */
  makeReadOnly(filter: AccessFilter): void {
    for (const handshake of this.#handshakes) if (matches(filter, handshake)) handshake.readOnly = true
  }

  /** Answers an upgrade, unless it is none of ours. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!isBoardUpgrade(request)) return
    const { allowedOrigins, onRefused, logger, node } = this.#options
    if (!allowedOrigins(request.headers.origin, request.headers.host)) {
      onRefused?.({ closeCode: 403, reason: 'origin' })
      forbidUpgrade(socket)
      return
    }
    // At once: engine.io ends upgrades that are not its own and stay unanswered for a second.
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.pause()
      // A frame that is too large, or malformed: ws closes by itself, and the close event follows.
      webSocket.on('error', () => undefined)
      this.#welcome(request, webSocket).catch((error: unknown) => {
        logger.warn({ err: error, node }, 'board connection not opened')
        refuse(webSocket, CLOSE.storageDown, 'unavailable')
      })
    })
  }

  async #welcome(request: IncomingMessage, socket: WebSocket): Promise<void> {
    const admission = await admit(request, this.#options)
    if (!admission.admitted) {
      const { code, reason, actor } = admission
      this.#options.onRefused?.({ closeCode: code, reason, ...idsOf(actor) })
      return refuse(socket, code, reason)
    }
    if (!this.#options.isReady()) return refuse(socket, CLOSE.storageDown, 'not_ready')
    const handshake: Handshake = { ...admission, closedWith: undefined, readOnly: false }
    this.#handshakes.add(handshake)
    try {
      await this.#enter(handshake, socket)
    } finally {
      this.#handshakes.delete(handshake)
    }
  }

  async #enter(handshake: Handshake, socket: WebSocket): Promise<void> {
    const { actor, document } = handshake
    const { authorise, rooms, isReady, fence } = this.#options
    if ((await authorise(actor, document)).access === 'none') return this.#forbid(handshake, socket)
    await rooms.use(document, async (room) => {
      // Again after the last wait: nothing may come between this answer and the place in the room. What
      // closes access meanwhile finds the handshake.
      const grant = await authorise(actor, document)
      await fence.passed()
      if (handshake.closedWith) return refuse(socket, handshake.closedWith, 'access')
      if (grant.access === 'none') return this.#forbid(handshake, socket)
      if (!isReady() || room.isFailed) return refuse(socket, CLOSE.tryAgainLater, 'stopping')
      this.#join(socket, handshake, room, handshake.readOnly ? { ...grant, access: 'read' } : grant)
    })
  }

  #join(socket: WebSocket, { actor }: Handshake, room: Room, grant: MemberGrant): void {
    if (socket.readyState !== socket.OPEN) return
    const { limits, fence, onRefused, onHandled } = this.#options
    const budget = this.#budgetOf(actor.accountId)
    if (budget.connections >= limits.connectionsPerAccount) {
      return refuse(socket, CLOSE.tryAgainLater, 'too_many_connections')
    }
    budget.connections += 1
    socket.on('close', () => this.#release(actor.accountId, budget))
    const connection = new BoardConnection({
      socket,
      actor,
      grant,
      room,
      frames: budget.frames,
      bytes: budget.bytes,
      limits,
      fence,
      onHandled,
      onRefused: ({ actor }, closeCode, reason) =>
        onRefused?.({ closeCode, reason, document: room.document.name, ...idsOf(actor) }),
    })
    room.join(connection)
    socket.resume()
  }

  #forbid({ actor, document }: Handshake, socket: WebSocket): void {
    const closeCode = CLOSE.forbidden
    this.#options.onRefused?.({ closeCode, reason: 'access', document: document.name, ...idsOf(actor) })
    refuse(socket, closeCode, 'access')
  }

  #budgetOf(accountId: string): AccountBudget {
    const known = this.#budgets.get(accountId)
    if (known) return known
    const { framesPerSecond, framesBurst, bytesPerSecond, bytesBurst } = this.#options.limits
    const now = performance.now()
    const budget: AccountBudget = {
      frames: new Budget(framesPerSecond, framesBurst, now),
      bytes: new Budget(bytesPerSecond, bytesBurst, now),
      connections: 0,
    }
    this.#budgets.set(accountId, budget)
    return budget
  }

  /** A budget in debt is kept a while: reconnecting must not clear it. */
  #release(accountId: string, budget: AccountBudget): void {
    budget.connections -= 1
    if (budget.connections > 0) return
    setTimeout(() => {
      if (budget.connections === 0) this.#budgets.delete(accountId)
    }, 60_000).unref()
  }
}

/** Accepts and then closes: a browser's page is told nothing about an upgrade that fails. */
function refuse(socket: WebSocket, code: CloseCode, reason: string): void {
  socket.resume()
  socket.close(code, reason)
  setTimeout(() => socket.terminate(), 1000).unref()
}

/** Whether somebody in a document is meant by a filter. */
export function matches(
  { accountId, sessionId, caseId, name, isOfTeam }: AccessFilter,
  { actor, document }: { readonly actor: BoardActor; readonly document: ParsedDocName },
): boolean {
  if (accountId !== undefined && accountId !== actor.accountId) return false
  if (sessionId !== undefined && sessionId !== actor.sessionId) return false
  if (name !== undefined && name !== document.name) return false
  if (isOfTeam && 'caseId' in document) return false
  return caseId === undefined || ('caseId' in document && document.caseId === caseId)
}

const idsOf = (actor: BoardActor | undefined) =>
  actor ? { accountId: actor.accountId, sessionId: actor.sessionId } : {}
