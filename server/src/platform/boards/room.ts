import { shapeOf } from '@colloque/board'
import type { DocumentShape, ParsedDocName } from '@colloque/board'
import * as Y from 'yjs'
import type { BoardConnection } from './board-connection.ts'
import { StorageUnavailable } from './board-store.ts'
import type { BoardStore } from './board-store.ts'
import { ChangeQueue } from './change-queue.ts'
import type { Staged } from './change-queue.ts'
import { ClientIds } from './client-ids.ts'
import { CLOSE } from './close-codes.ts'
import { DocumentLog } from './document-log.ts'
import {
  UpdateFault,
  changesNothing,
  checkAdvance,
  inspectUpdate,
  onlyTidiesFormatting,
} from './inspect-update.ts'
import type { DecodedUpdate } from './inspect-update.ts'
import type { BoardLimits } from './limits.ts'
import { Lock } from './lock.ts'
import { Presence } from './presence.ts'
import { writeReturned, writeStep1, writeUpdate, writeWelcome } from './protocol.ts'
import { createServerDoc } from './shadow.ts'
import type { BoardLogger } from './types.ts'

interface RoomOptions {
  readonly document: ParsedDocName
  readonly store: BoardStore
  readonly limits: BoardLimits
  readonly clock: () => Date
  readonly logger: BoardLogger
  initialise(doc: Y.Doc, document: ParsedDocName): void
  /** Something was stored here. */
  onStored(seq: number): void
  /** The presence of people here changed; for other nodes. */
  onPresence(frame: Uint8Array): void
  /** It can go on no longer; it has left all connections. */
  onFailed(): void
}

/**
 * One document in memory. `main` is what is stored, no more: it is what others are sent. The shadow is main
 * and what is in flight and staged: it is what changes are tried on. One batch is in flight at a time; what
 * comes meanwhile is the next.
 */
export class Room {
  readonly document: ParsedDocName
  readonly main = createServerDoc()
  readonly #options: RoomOptions
  readonly #shape: DocumentShape
  readonly #ids = new ClientIds()
  readonly #presence: Presence
  readonly #connections = new Set<BoardConnection>()
  readonly #arrived = new Map<BoardConnection, Uint8Array[]>()
  readonly #serverClients = new Map<string, number>()
  readonly #lock = new Lock()
  readonly #changes: ChangeQueue
  readonly #log: DocumentLog
  #committing = false
  #scheduled = false
  #failed = false
  /** Uses that are not connections: a handshake under way, an edit, a reading. */
  holds = 0
  idleSince = performance.now()

  constructor(options: RoomOptions) {
    this.#options = options
    this.document = options.document
    this.#shape = shapeOf(options.document.kind)
    this.#changes = new ChangeQueue(this.main, this.#shape, this.#ids)
    this.#log = new DocumentLog(options, this.#ids)
    this.#presence = new Presence(this.#ids, options.limits)
  }

  get seq(): number {
    return this.#log.seq
  }

  get isFailed(): boolean {
    return this.#failed
  }

  get connections(): ReadonlySet<BoardConnection> {
    return this.#connections
  }

  get isQuiet(): boolean {
    return this.#connections.size === 0 && this.holds === 0 && !this.#committing && this.#changes.isEmpty
  }

  /** Reads the document from the database, and makes it where there is none yet. @throws when it cannot */
  load(): Promise<void> {
    return this.#lock.run(async () => {
      const updates = await this.#log.load()
      this.main.transact(() => applyAll(this.main, updates))
    })
  }

  join(connection: BoardConnection): void {
    this.#connections.add(connection)
    connection.send(writeWelcome({ access: connection.readOnly ? 'read' : 'write', seq: this.seq }))
    connection.send(writeStep1(this.main))
    this.sendPresence(connection)
  }

  leave(connection: BoardConnection): void {
    if (!this.#connections.delete(connection)) return
    if (connection.isDiscarded) {
      this.#arrived.delete(connection)
      this.#changes.discard(connection)
    }
    this.#tellPresence(connection, this.#presence.leave(connection))
    this.idleSince = performance.now()
  }

  receivePresence(connection: BoardConnection, presence: Uint8Array): void {
    this.#tellPresence(connection, this.#presence.receive(connection, presence))
  }

  /** What another node says of the people there. */
  receivePresenceElsewhere(presence: Uint8Array): void {
    this.#toOthers(undefined, this.#presence.receiveElsewhere(presence))
  }

  #tellPresence(connection: BoardConnection, frame: Uint8Array | undefined): void {
    if (!frame) return
    this.#toOthers(connection, frame)
    this.#options.onPresence(frame)
  }

  sendPresence(connection: BoardConnection): void {
    const frame = this.#presence.snapshotFor(connection)
    if (frame) connection.send(frame)
  }

  /** Takes updates in. All that arrive within one turn of the event loop are tried together. */
  receive(connection: BoardConnection, updates: readonly Uint8Array[]): void {
    const waiting = this.#arrived.get(connection)
    if (waiting) waiting.push(...updates)
    else this.#arrived.set(connection, [...updates])
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      // While a batch is in flight nothing more can be stored: what comes is tried together after it.
      this.#commit()
    })
  }

  /** Edits as the server. Resolves when stored. @throws as BoardServer.edit */
  async edit(by: string, change: (doc: Y.Doc) => void, at?: Date): Promise<void> {
    if (this.#failed) throw new StorageUnavailable()
    const stored = new Promise<void>((resolve, reject) => {
      const accepted = this.#changes.attempt(by, (doc) => {
        doc.clientID = this.#serverClient(by)
        change(doc)
      })
      if (!accepted.update) return resolve()
      this.#changes.stage({
        by,
        update: accepted.update,
        count: 0,
        settle: { resolve, reject },
        ...(at ? { at } : {}),
      })
      this.#commit()
    })
    return stored
  }

  /** Fetches what other nodes stored. */
  catchUp(): Promise<void> {
    return this.#lock.run(() => this.#pull())
  }

  /** Looks at exactly what is stored: under the lock, no batch is between the database and the document. */
  view<T>(look: (doc: Y.Doc, seq: number) => T): Promise<T> {
    return this.#lock.run(async () => {
      await this.#pull()
      return look(this.main, this.seq)
    })
  }

  /** Once a minute: whatever slipped, either side, comes right. */
  resync(): void {
    const frame = writeStep1(this.main)
    for (const connection of this.#connections) connection.send(frame)
  }

  /** Stores what has arrived. */
  async settled(): Promise<void> {
    this.#commit()
    while (this.#committing) await this.#lock.run(async () => undefined)
  }

  /** Writes a snapshot if the tail has grown to `least` batches. */
  async saveSnapshot(least: number): Promise<void> {
    if (!this.#failed) await this.#log.saveSnapshot(this.main, least)
  }

  destroy(): void {
    this.#changes.destroy()
    this.main.destroy()
  }

  #tryArrived(): void {
    for (const [connection, updates] of this.#arrived) {
      this.#arrived.delete(connection)
      this.#try(connection, updates)
    }
  }

  #try(connection: BoardConnection, updates: readonly Uint8Array[]): void {
    try {
      const news = updates.flatMap((update) => {
        const decoded = this.#inspect(connection, update)
        return decoded ? [{ update, decoded }] : []
      })
      if (news.length === 0) return connection.confirmUnchanged(this.seq)
      this.#stageNews(connection, news)
    } catch (error) {
      const code = error instanceof UpdateFault ? error.code : 'malformed'
      connection.refuse(CLOSE.resyncNeeded, code)
    }
  }

  #stageNews(
    connection: BoardConnection,
    news: readonly { update: Uint8Array; decoded: DecodedUpdate }[],
  ): void {
    const by = connection.actor.accountId
    const { update, lostText } = this.#changes.attempt(
      by,
      (doc) =>
        applyAll(
          doc,
          news.map(({ update }) => update),
        ),
      news.map(({ decoded }) => decoded),
    )
    if (lostText) connection.send(writeReturned({ text: lostText }))
    connection.awaitStorage()
    // News to what is stored, but not to what is under way: it is saved when that is, with the next batch.
    this.#changes.stage({ by, update: update ?? EMPTY_UPDATE, from: connection, count: connection.taken })
  }

  /** @returns the update decoded, or undefined where all of it is stored. @throws UpdateFault */
  #inspect(connection: BoardConnection, update: Uint8Array): DecodedUpdate | undefined {
    const { limits } = this.#options
    const decoded = inspectUpdate(update, this.#shape, limits)
    if (changesNothing(decoded, this.main)) return undefined
    if (connection.readOnly) {
      if (onlyTidiesFormatting(decoded, this.main)) return undefined
      throw new UpdateFault('read_only')
    }
    checkAdvance(decoded, this.#changes.current, limits)
    if (this.#log.bytes + update.byteLength > limits.documentBytes) throw new UpdateFault('document_full')
    return decoded
  }

  #commit(): void {
    if (this.#committing) return
    this.#committing = true
    void this.#commitAll()
  }

  /** One batch after the other, for as long as something has come meanwhile. */
  async #commitAll(): Promise<void> {
    try {
      while (!this.#failed) {
        this.#tryArrived()
        if (!this.#changes.hasStaged) break
        await this.#lock.run(() => this.#commitOne())
      }
    } catch (error) {
      this.#fail(error)
    } finally {
      this.#committing = false
    }
  }

  async #commitOne(): Promise<void> {
    const changes = this.#changes.launch()
    if (changes.length === 0) return
    if ((await this.#log.append(changes, changes[0]!.at)) === 'taken') return this.#decideAgain()
    this.#changes.landed()
    this.#apply(
      changes.map(({ update }) => update),
      soleAuthor(changes),
    )
    for (const { from, count, settle } of changes) {
      from?.confirm(count, this.seq)
      settle?.resolve()
    }
    this.#options.onStored(this.seq)
    void this.saveSnapshot(this.#options.limits.snapshotEvery)
  }

  /** Another node was first: what it stored comes first here too, and ours is tried again on top of it. */
  async #decideAgain(): Promise<void> {
    await this.#pull()
    for (const staged of this.#changes.takeBack()) {
      const { by, update, from, settle } = staged
      if (from?.isDiscarded) continue
      try {
        const accepted = this.#changes.attempt(by, (doc) => applyAll(doc, [update]))
        this.#changes.stage({ ...staged, update: accepted.update ?? update })
      } catch (error) {
        from?.refuse(CLOSE.resyncNeeded, error instanceof UpdateFault ? error.code : 'malformed')
        settle?.reject(error)
      }
    }
  }

  /** Under the lock: applies batches that are not here yet, strictly in order. */
  async #pull(): Promise<void> {
    const updates = await this.#log.pull()
    if (updates.length === 0) return
    this.#apply(updates)
    this.#changes.follow(updates)
  }

  #apply(updates: readonly Uint8Array[], except?: BoardConnection): void {
    let relayed: Uint8Array | undefined
    const take = (update: Uint8Array) => (relayed = update)
    this.main.on('update', take)
    this.main.transact(() => applyAll(this.main, updates))
    this.main.off('update', take)
    if (relayed) this.#toOthers(except, writeUpdate(relayed))
  }

  #toOthers(except: BoardConnection | undefined, frame: Uint8Array | undefined): void {
    if (!frame) return
    for (const connection of this.#connections) if (connection !== except) connection.send(frame)
  }

  #serverClient(by: string): number {
    const known = this.#serverClients.get(by)
    if (known !== undefined) return known
    const client = new Y.Doc().clientID
    this.#serverClients.set(by, client)
    return client
  }

  #fail(error: unknown): void {
    const { logger, document, onFailed } = this.#options
    logger.error({ err: error, document: document.name }, 'board closed: its storage cannot be confirmed')
    this.#failed = true
    onFailed()
    for (const { settle } of this.#changes.takeBack()) settle?.reject(error)
    const code = error instanceof StorageUnavailable ? CLOSE.storageDown : CLOSE.tryAgainLater
    for (const connection of this.#connections) connection.close(code, 'storage')
  }
}

/** No structs, no deletes. */
const EMPTY_UPDATE = new Uint8Array([0, 0])

function applyAll(doc: Y.Doc, updates: readonly Uint8Array[]): void {
  for (const update of updates) Y.applyUpdate(doc, update)
}

function soleAuthor(stored: readonly Staged[]): BoardConnection | undefined {
  const first = stored[0]?.from
  return stored.every(({ from }) => from === first) ? first : undefined
}
