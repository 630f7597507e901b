import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { ensureBoard, ensurePlan, parseDocName } from '@colloque/board'
import type { ChangeAuthor, ParsedDocName } from '@colloque/board'
import * as Y from 'yjs'
import { spreadOut } from '../stopping/spread-out.ts'
import { ALWAYS_OPEN, type Fence } from '../fence.ts'
import type { BoardConnection } from './board-connection.ts'
import { BoardStore } from './board-store.ts'
import { CLOSE } from './close-codes.ts'
import { Doors, matches } from './doors.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import type { BoardLimits } from './limits.ts'
import { Rooms } from './rooms.ts'
import { createServerDoc } from './shadow.ts'
import type { AccessFilter, BoardFigures, BoardServer, BoardServerOptions } from './types.ts'

/** Creates the co-editing server: the stock y-websocket client on one side, the database on the other. */
export function createBoardServer(options: BoardServerOptions): BoardServer {
  return new BoardServerOf(options)
}

class BoardServerOf implements BoardServer {
  readonly #options: BoardServerOptions
  readonly #limits: BoardLimits
  readonly #store: BoardStore
  readonly #rooms: Rooms
  readonly #doors: Doors
  readonly #fence: Fence
  readonly #attached: { server: Server; listener: (...of: UpgradeArguments) => void }[] = []
  #timers: NodeJS.Timeout[] = []
  readonly #listening: (() => void)[] = []
  #ready = false
  #hadRoom = true

  constructor(options: BoardServerOptions) {
    const { db, clock, logger, doorbell, presenceChannel } = options
    this.#options = options
    this.#fence = options.fence ?? ALWAYS_OPEN
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits }
    this.#store = new BoardStore(db, this.#limits.unknownMs, options.onInsert)
    this.#rooms = new Rooms({
      store: this.#store,
      limits: this.#limits,
      clock,
      logger,
      fence: this.#fence,
      doorbell,
      presenceChannel,
      onStored: options.onStored,
      signedUpTo: options.signedUpTo,
      onHandled: options.onHandled,
      initialise: options.initialise ?? initialiseByKind,
    })
    this.#doors = new Doors({
      ...options,
      fence: this.#fence,
      limits: this.#limits,
      rooms: this.#rooms,
      isReady: () => this.#ready,
    })
  }

  get ready(): boolean {
    return this.#ready
  }

  attach(server: Server): void {
    const listener = (...upgrade: UpgradeArguments) => this.#doors.upgrade(...upgrade)
    server.on('upgrade', listener)
    this.#attached.push({ server, listener })
  }

  async start(): Promise<void> {
    await this.#store.prepare()
    await this.#store.finishBlanking(this.#options.clock())
    const { keepAliveMs, pollMs, resyncMs } = this.#limits
    this.#every(keepAliveMs, () => this.#eachConnection((connection) => connection.keepAlive()))
    this.#every(resyncMs, () => {
      for (const room of this.#rooms.all) room.resync()
      const blanked = this.#store.finishBlanking(this.#options.clock())
      blanked.catch((error: unknown) => this.#warn(error, 'erased content not blanked yet'))
    })
    this.#every(pollMs, () => {
      this.#rooms.evictIdle(performance.now())
      this.#rooms
        .rest(performance.now())
        .catch((error: unknown) => this.#warn(error, 'snapshots not written'))
      this.#lookAtTails()
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
    const lost = doorbell?.onLost(() => this.#lookAtTails())
    const presence = presenceChannel?.onFrame((name, frame) => {
      // Said again every 15 s: better not shown than shown to somebody who may not see it.
      if (!this.#fence.isOpen) return
      try {
        this.#rooms.receivePresence(name, frame)
      } catch (error) {
        this.#warn(error, 'presence of another node not read')
      }
    })
    for (const stop of [bell, lost, presence]) if (stop) this.#listening.push(stop)
  }

  #lookAtTails(): void {
    this.#rooms.poll().catch((error: unknown) => this.#warn(error, 'board tails not read'))
  }

  closeAccess(filter: AccessFilter, code: 4401 | 4403): void {
    this.#doors.closeAccess(filter, code)
    this.#eachConnection((connection) => {
      const { actor, room } = connection
      if (matches(filter, { actor, document: room.document })) connection.close(code, 'access')
    })
  }

  makeReadOnly(filter: AccessFilter): void {
    this.#doors.makeReadOnly(filter)
    this.#eachConnection((connection) => {
      const { actor, room } = connection
      if (matches(filter, { actor, document: room.document })) connection.makeReadOnly()
    })
  }

  async recheck(filter: AccessFilter): Promise<void> {
    const asked: Promise<void>[] = []
    this.#eachConnection((connection) => {
      const { actor, room } = connection
      if (!matches(filter, { actor, document: room.document })) return
      const answer = this.#options.authorise(actor, room.document)
      asked.push(
        answer.then((grant) => {
          if (grant.access === 'none') connection.close(CLOSE.forbidden, 'access')
          else connection.setGrant(grant)
        }),
      )
    })
    await Promise.all(asked)
  }

  figures(): BoardFigures {
    const rooms = [...this.#rooms.all]
    const connections = rooms.reduce((sum, room) => sum + room.connections.size, 0)
    return { documents: rooms.length, connections }
  }

  isOpen(caseId: string): boolean {
    for (const { document, connections } of this.#rooms.all)
      if ('caseId' in document && document.caseId === caseId && connections.size > 0) return true
    return false
  }

  isOpenOfTeam(): boolean {
    for (const { document, connections } of this.#rooms.all)
      if (!('caseId' in document) && connections.size > 0) return true
    return false
  }

  /** Looked at with each poll: a disk fills slowly, and commands ask for themselves. */
  async #watchRoom(): Promise<void> {
    const hasRoom = (await this.#options.hasRoom?.()) ?? true
    if (!hasRoom) this.makeReadOnly({})
    else if (!this.#hadRoom) await this.recheck({})
    this.#hadRoom = hasRoom
  }

  async edit(
    docName: string,
    by: string | ChangeAuthor,
    change: (doc: Y.Doc) => void,
    at?: Date,
  ): Promise<void> {
    const author = typeof by === 'string' ? { accountId: by, role: '' } : by
    await this.#rooms.use(documentOf(docName), (room) => room.edit(author, change, at))
  }

  async erase(docName: string, by: string, change: (doc: Y.Doc) => void): Promise<void> {
    await this.#rooms.use(documentOf(docName), (room) => room.erase(by, change))
  }

  read(docName: string): Promise<Y.Doc> {
    return this.#rooms.use(documentOf(docName), async (room) => {
      await room.catchUp()
      const copy = createServerDoc()
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(room.main))
      return copy
    })
  }

  async view<T>(docName: string, look: (doc: Y.Doc, seq: number) => T): Promise<T | undefined> {
    const { name } = documentOf(docName)
    const held = await this.#rooms.viewHeld(name, (doc, seq) => ({ seen: look(doc, seq) }))
    if (held) return held.seen
    const latest = await this.#store.latest(name)
    if (!latest) return undefined
    const doc = createServerDoc()
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
    const copy = createServerDoc()
    copy.transact(() => updates.forEach((update) => Y.applyUpdate(copy, update)))
    return copy
  }

  history(docName: string, seq: number) {
    return this.#store.history(documentOf(docName).name, seq)
  }

  authors(docName: string, since: number, seq: number): Promise<string[]> {
    return this.#store.authors(documentOf(docName).name, since, seq)
  }

  sendAway(ms: number, signal: AbortSignal): Promise<void> {
    const connections: BoardConnection[] = []
    this.#eachConnection((connection) => connections.push(connection))
    return spreadOut(connections, ms, (connection) => connection.sendAway(), signal)
  }

  async stop(): Promise<void> {
    this.#ready = false
    for (const { server, listener } of this.#attached) server.off('upgrade', listener)
    for (const timer of this.#timers) clearInterval(timer)
    for (const stop of this.#listening) stop()
    this.#eachConnection((connection) => connection.close(CLOSE.goingAway, 'stopping'))
    await this.#rooms.stop()
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

function documentOf(name: string): ParsedDocName {
  const document = parseDocName(name)
  if (!document) throw new RangeError('not the name of a document')
  return document
}

function initialiseByKind(doc: Y.Doc, { kind }: ParsedDocName): void {
  if (kind === 'board') ensureBoard(doc)
  if (kind === 'plan') ensurePlan(doc)
}
