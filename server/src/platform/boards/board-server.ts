import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { ensureBoard, parseDocName } from '@colloque/board'
import type { ParsedDocName } from '@colloque/board'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import * as Y from 'yjs'
import { BoardConnection } from './board-connection.ts'
import { BoardStore } from './board-store.ts'
import { Budget } from './budget.ts'
import { CLOSE } from './close-codes.ts'
import type { CloseCode } from './close-codes.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import type { BoardLimits } from './limits.ts'
import type { Room } from './room.ts'
import { Rooms } from './rooms.ts'
import type { AccessFilter, BoardActor, BoardServer, BoardServerOptions } from './types.ts'
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

/** Creates the co-editing server: the stock y-websocket client on one side, the database on the other. */
export function createBoardServer(options: BoardServerOptions): BoardServer {
  return new BoardServerOf(options)
}

class BoardServerOf implements BoardServer {
  readonly #options: BoardServerOptions
  readonly #limits: BoardLimits
  readonly #store: BoardStore
  readonly #rooms: Rooms
  readonly #sockets: WebSocketServer
  readonly #handshakes = new Set<Handshake>()
  readonly #budgets = new Map<string, AccountBudget>()
  readonly #attached: { server: Server; listener: (...of: UpgradeArguments) => void }[] = []
  #timers: NodeJS.Timeout[] = []
  readonly #listening: (() => void)[] = []
  #ready = false
  #hadRoom = true
  #stopped = false

  constructor(options: BoardServerOptions) {
    const { db, clock, logger, doorbell, presenceChannel } = options
    this.#options = options
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits }
    this.#store = new BoardStore(db, this.#limits.unknownMs)
    this.#rooms = new Rooms({
      store: this.#store,
      limits: this.#limits,
      clock,
      logger,
      doorbell,
      presenceChannel,
      onStored: options.onStored,
      initialise: options.initialise ?? initialiseByKind,
    })
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: this.#limits.frameBytes,
      handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
    })
  }

  get ready(): boolean {
    return this.#ready
  }

  attach(server: Server): void {
    const listener = (...upgrade: UpgradeArguments) => this.#upgrade(...upgrade)
    server.on('upgrade', listener)
    this.#attached.push({ server, listener })
  }

  async start(): Promise<void> {
    await this.#store.prepare()
    const { keepAliveMs, pollMs, resyncMs } = this.#limits
    this.#every(keepAliveMs, () => this.#eachConnection((connection) => connection.keepAlive()))
    this.#every(resyncMs, () => {
      for (const room of this.#rooms.all) room.resync()
    })
    this.#every(pollMs, () => {
      this.#rooms.evictIdle(performance.now())
      this.#rooms.poll().catch((error: unknown) => this.#warn(error, 'board tails not read'))
      this.#watchRoom().catch((error: unknown) => this.#warn(error, 'room on the disk not known'))
    })
    this.#listen()
    this.#ready = true
  }

  /** To the other nodes. */
  #listen(): void {
    const { doorbell, presenceChannel } = this.#options
    const bell = doorbell?.onRing((name, seq) => {
      this.#rooms.catchUp(name, seq).catch((error: unknown) => this.#warn(error, 'board tail not read'))
    })
    const presence = presenceChannel?.onFrame((name, frame) => {
      try {
        this.#rooms.receivePresence(name, frame)
      } catch (error) {
        this.#warn(error, 'presence of another node not read')
      }
    })
    for (const stop of [bell, presence]) if (stop) this.#listening.push(stop)
  }

  closeAccess(filter: AccessFilter, code: 4401 | 4403): void {
    for (const handshake of this.#handshakes) if (matches(filter, handshake)) handshake.closedWith = code
    this.#eachConnection((connection) => {
      const { actor, room } = connection
      if (matches(filter, { actor, document: room.document })) connection.close(code, 'access')
    })
  }

  makeReadOnly(filter: AccessFilter): void {
    for (const handshake of this.#handshakes) if (matches(filter, handshake)) handshake.readOnly = true
    this.#eachConnection((connection) => {
      const { actor, room } = connection
      if (matches(filter, { actor, document: room.document })) connection.setAccess('read')
    })
  }

  async recheck(filter: AccessFilter): Promise<void> {
    const asked: Promise<void>[] = []
    this.#eachConnection((connection) => {
      const { actor, room } = connection
      if (!matches(filter, { actor, document: room.document })) return
      const answer = this.#options.authorise(actor, room.document)
      asked.push(
        answer.then((access) => {
          if (access === 'none') connection.close(CLOSE.forbidden, 'access')
          else connection.setAccess(access)
        }),
      )
    })
    await Promise.all(asked)
  }

  isOpen(caseId: string): boolean {
    for (const { document, connections } of this.#rooms.all)
      if ('caseId' in document && document.caseId === caseId && connections.size > 0) return true
    return false
  }

  /** Looked at with each poll: a disk fills slowly, and commands ask for themselves. */
  async #watchRoom(): Promise<void> {
    const hasRoom = (await this.#options.hasRoom?.()) ?? true
    if (!hasRoom) this.makeReadOnly({})
    else if (!this.#hadRoom) await this.recheck({})
    this.#hadRoom = hasRoom
  }

  async edit(docName: string, by: string, change: (doc: Y.Doc) => void, at?: Date): Promise<void> {
    await this.#rooms.use(documentOf(docName), (room) => room.edit(by, change, at))
  }

  read(docName: string): Promise<Y.Doc> {
    return this.#rooms.use(documentOf(docName), async (room) => {
      await room.catchUp()
      const copy = new Y.Doc()
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(room.main))
      return copy
    })
  }

  async view<T>(docName: string, look: (doc: Y.Doc, seq: number) => T): Promise<T | undefined> {
    const { name } = documentOf(docName)
    const held = this.#rooms.viewHeld(name, look)
    if (held) return held
    const latest = await this.#store.latest(name)
    if (!latest) return undefined
    const doc = new Y.Doc()
    try {
      doc.transact(() => latest.updates.forEach((update) => Y.applyUpdate(doc, update)))
      return look(doc, latest.seq)
    } finally {
      doc.destroy()
    }
  }

  grown(known: readonly { readonly doc: string; readonly seq: number }[]): Promise<string[]> {
    return this.#store.grown(known)
  }

  names(): Promise<string[]> {
    return this.#store.names()
  }

  async readAt(docName: string, seq: number): Promise<Y.Doc | undefined> {
    const updates = await this.#store.updatesUpTo(documentOf(docName).name, seq)
    if (!updates) return undefined
    const copy = new Y.Doc()
    copy.transact(() => updates.forEach((update) => Y.applyUpdate(copy, update)))
    return copy
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#ready = false
    for (const { server, listener } of this.#attached) server.off('upgrade', listener)
    for (const timer of this.#timers) clearInterval(timer)
    for (const stop of this.#listening) stop()
    this.#eachConnection((connection) => connection.close(CLOSE.goingAway, 'stopping'))
    await this.#rooms.stop()
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!isBoardUpgrade(request)) return
    if (!this.#options.allowedOrigins(request.headers.origin, request.headers.host)) {
      this.#options.onRefused?.({ closeCode: 403, reason: 'origin' })
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return
    }
    // At once: engine.io ends upgrades that are not its own and stay unanswered for a second.
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.pause()
      // A frame that is too large, or malformed: ws closes by itself, and the close event follows.
      webSocket.on('error', () => undefined)
      this.#welcome(request, webSocket).catch((error: unknown) => {
        this.#warn(error, 'board connection not opened')
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
    if (!this.#ready) return refuse(socket, CLOSE.storageDown, 'not_ready')
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
    if ((await this.#options.authorise(actor, document)) === 'none') return this.#forbid(handshake, socket)
    await this.#rooms.use(document, async (room) => {
      // Again after the last wait: nothing may come between this answer and the place in the room. What
      // closes access meanwhile finds the handshake.
      const access = await this.#options.authorise(actor, document)
      if (handshake.closedWith) return refuse(socket, handshake.closedWith, 'access')
      if (access === 'none') return this.#forbid(handshake, socket)
      if (this.#stopped || room.isFailed) return refuse(socket, CLOSE.tryAgainLater, 'stopping')
      this.#join(socket, handshake, room, handshake.readOnly ? 'read' : access)
    })
  }

  #join(socket: WebSocket, { actor }: Handshake, room: Room, access: 'read' | 'write'): void {
    if (socket.readyState !== socket.OPEN) return
    const budget = this.#budgetOf(actor.accountId)
    if (budget.connections >= this.#limits.connectionsPerAccount) {
      return refuse(socket, CLOSE.tryAgainLater, 'too_many_connections')
    }
    budget.connections += 1
    socket.on('close', () => this.#release(actor.accountId, budget))
    const connection = new BoardConnection({
      socket,
      actor,
      access,
      room,
      frames: budget.frames,
      bytes: budget.bytes,
      limits: this.#limits,
      onRefused: ({ actor }, closeCode, reason) =>
        this.#options.onRefused?.({ closeCode, reason, document: room.document.name, ...idsOf(actor) }),
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
    const { framesPerSecond, framesBurst, bytesPerSecond, bytesBurst } = this.#limits
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
    setTimeout(() => {
      if (budget.connections === 0) this.#budgets.delete(accountId)
    }, 60_000).unref()
  }

  #eachConnection(visit: (connection: BoardConnection) => void): void {
    for (const room of this.#rooms.all) for (const connection of [...room.connections]) visit(connection)
  }

  #every(ms: number, task: () => void): void {
    this.#timers.push(setInterval(task, ms).unref())
  }

  #warn(error: unknown, message: string): void {
    this.#options.logger.warn({ err: error, node: this.#options.node }, message)
  }
}

type UpgradeArguments = [request: IncomingMessage, socket: Duplex, head: Buffer]

/** Accepts and then closes: a browser's page is told nothing about an upgrade that fails. */
function refuse(socket: WebSocket, code: CloseCode, reason: string): void {
  socket.resume()
  socket.close(code, reason)
  setTimeout(() => socket.terminate(), 1000).unref()
}

function matches(
  { accountId, sessionId, caseId }: AccessFilter,
  { actor, document }: Pick<Handshake, 'actor' | 'document'>,
) {
  if (accountId !== undefined && accountId !== actor.accountId) return false
  if (sessionId !== undefined && sessionId !== actor.sessionId) return false
  return caseId === undefined || ('caseId' in document && document.caseId === caseId)
}

const idsOf = (actor: BoardActor | undefined) =>
  actor ? { accountId: actor.accountId, sessionId: actor.sessionId } : {}

function documentOf(name: string): ParsedDocName {
  const document = parseDocName(name)
  if (!document) throw new RangeError('not the name of a document')
  return document
}

function initialiseByKind(doc: Y.Doc, { kind }: ParsedDocName): void {
  if (kind === 'board') ensureBoard(doc)
}
