import type { ChangeAuthor, ParsedDocName } from '@colloque/board'
import * as Y from 'yjs'
import type { Fence } from '../fence.ts'
import type { BoardConnection } from './board-connection.ts'
import { StorageUnavailable } from './board-store.ts'
import { ChangeInspector } from './change-inspector.ts'
import type { News } from './change-inspector.ts'
import { CLOSE } from './close-codes.ts'
import { EpochEnded } from './document-epoch.ts'
import { UpdateFault } from './inspect-update.ts'
import { Presence } from './presence.ts'
import { writeRefused, writeReturned, writeStep1, writeUpdate, writeWelcome } from './protocol.ts'
import { SignedState } from './signed-state.ts'
import { StoredDocument, applyAll } from './stored-document.ts'
import type { StoredDocumentOptions } from './stored-document.ts'
import { onlyTidies } from './tidying.ts'
import type { BoardServerOptions } from './types.ts'
import { wholeFrame } from './whole-frame.ts'

interface RoomOptions extends StoredDocumentOptions {
  readonly fence: Fence
  readonly signedUpTo: BoardServerOptions['signedUpTo']
  readonly onHandled: BoardServerOptions['onHandled']
  /** The presence of people here changed; for other nodes. */
  onPresence(frame: Uint8Array): void
  /** It can go on no longer. */
  onFailed(): void
}

/** The people in one document: what they send goes into it, what is stored goes to the others. */
export class Room {
  readonly document: ParsedDocName
  readonly #options: RoomOptions
  readonly #stored: StoredDocument
  readonly #inspector: ChangeInspector
  readonly #signed: SignedState | undefined
  readonly #presence: Presence
  readonly #connections = new Set<BoardConnection>()
  readonly #arrived = new Map<BoardConnection, Uint8Array[]>()
  #scheduled = false
  /** Uses that are not connections: a handshake under way, an edit, a reading. */
  holds = 0
  idleSince = performance.now()

  constructor(options: RoomOptions) {
    this.#options = options
    this.document = options.document
    this.#stored = new StoredDocument(options, {
      beforeBatch: () => this.#tryArrived(),
      onUpdate: (update, author) => this.#toOthers(author, writeUpdate(update)),
      onEnded: (error) => this.#end(error),
    })
    const { limits, document, store, signedUpTo } = options
    this.#inspector = new ChangeInspector(this.#stored, limits)
    this.#presence = new Presence(this.#stored.ids, limits)
    if (!signedUpTo) return
    this.#signed = new SignedState({
      signedUpTo: () => signedUpTo(document),
      updatesUpTo: (seq) => store.updatesUpTo(document.name, seq),
    })
  }

  /** What is stored, no more. */
  get main(): Y.Doc {
    return this.#stored.main
  }

  get seq(): number {
    return this.#stored.log.seq
  }

  get isFailed(): boolean {
    return this.#stored.hasEnded
  }

  get connections(): ReadonlySet<BoardConnection> {
    return this.#connections
  }

  get isQuiet(): boolean {
    return (
      this.#connections.size === 0 && this.holds === 0 && this.#arrived.size === 0 && this.#stored.isQuiet
    )
  }

  load(): Promise<void> {
    return this.#stored.load()
  }

  /** The answer to a step 1. @throws for a malformed state vector */
  missingFrom(stateVector: Uint8Array): Uint8Array {
    return this.#stored.missingFrom(stateVector)
  }

  join(connection: BoardConnection): void {
    this.#connections.add(connection)
    connection.send(writeWelcome({ access: connection.readOnly ? 'read' : 'write', seq: this.seq }))
    connection.send(writeStep1(this.#stored.stateVector()))
    this.sendPresence(connection)
  }

  leave(connection: BoardConnection): void {
    if (!this.#connections.delete(connection)) return
    if (connection.isDiscarded) {
      this.#arrived.delete(connection)
      this.#stored.changes.discard(connection)
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

  /** @throws UpdateFault for a copy of an earlier epoch, and RangeError or Error for what is no state vector */
  checkCopy(stateVector: Uint8Array): void {
    this.#inspector.refuseEarlierEpoch(Y.decodeStateVector(stateVector))
  }

  /**
   * Whether a connection's first step 2 brings edits that were made apart from what was signed.
   * @param stateVector what the copy had when it connected, by its step 1
   * @param updates the step 2, and what came before it
   * @returns undefined where that needs no asking. @throws UpdateFault; the promise, what the database throws
   */
  isApartFromSigned(
    stateVector: Uint8Array | undefined,
    updates: readonly Uint8Array[],
  ): Promise<boolean> | undefined {
    const signed = this.#signed
    if (!signed) return undefined
    const news = updates.flatMap((update) => this.#inspector.newsIn(update) ?? [])
    if (news.every(({ decoded }) => onlyTidies(decoded, this.main))) return undefined
    return signed.isIn(stateVector, Y.decodeUpdate(updates[0]!)).then((isIn) => !isIn)
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
      this.#stored.commit()
    })
  }

  edit(by: ChangeAuthor, change: (doc: Y.Doc) => void, at?: Date): Promise<void> {
    return this.#stored.edit(by, change, at)
  }

  erase(by: string, change: (doc: Y.Doc) => void): Promise<void> {
    return this.#stored.erase(by, change)
  }

  catchUp(): Promise<void> {
    return this.#stored.catchUp()
  }

  view<T>(look: (doc: Y.Doc, seq: number) => T): Promise<T> {
    return this.#stored.view(look)
  }

  settled(): Promise<void> {
    return this.#stored.settled()
  }

  rest(now: number): Promise<void> {
    return this.#stored.rest(now)
  }

  evict(): Promise<void> {
    return this.#stored.evict()
  }

  destroy(): void {
    this.#stored.destroy()
  }

  /** Once a minute: whatever slipped, either side, comes right. */
  resync(): void {
    const frame = writeStep1(this.#stored.stateVector())
    for (const connection of this.#connections) connection.send(frame)
  }

  #tryArrived(): void {
    const { onHandled } = this.#options
    for (const [connection, updates] of this.#arrived) {
      this.#arrived.delete(connection)
      const start = performance.now()
      this.#try(connection, updates)
      onHandled?.('change', performance.now() - start, updates.at(-1)!)
    }
  }

  #try(connection: BoardConnection, updates: readonly Uint8Array[]): void {
    connection.trying(updates.length)
    try {
      const news = updates.flatMap((update) => this.#inspector.inspect(connection, update) ?? [])
      if (news.length === 0) return connection.confirmUnchanged(this.seq)
      this.#stage(connection, news)
    } catch (error) {
      connection.refuse(CLOSE.resyncNeeded, error instanceof UpdateFault ? error.code : 'malformed')
    }
  }

  #stage(connection: BoardConnection, news: readonly News[]): void {
    const by = connection.author
    const { changes } = this.#stored
    const updates = news.map(({ update }) => update)
    const decoded = news.map(({ decoded }) => decoded)
    const { update, lostText } = changes.attempt(by, (doc) => applyAll(doc, updates), decoded)
    if (lostText) connection.send(writeReturned({ text: lostText }))
    connection.awaitStorage()
    // News to what is stored, but not to what is under way: it is saved when that is, with the next batch.
    changes.stage({ by, update: update ?? EMPTY_UPDATE, from: connection, count: connection.tried })
  }

  #toOthers(except: BoardConnection | undefined, message: Uint8Array | undefined): void {
    if (!message) return
    const frame = wholeFrame(message)
    this.#options.fence.whenOpen(() => {
      for (const connection of this.#connections) if (connection !== except) connection.sendWhole(frame)
    })
  }

  /** Nothing more comes in or goes out here. Whoever needs the document loads it again. */
  #end(error: unknown): void {
    const { logger, document, onFailed } = this.#options
    onFailed()
    this.#arrived.clear()
    if (error instanceof EpochEnded) {
      for (const connection of this.#connections) {
        connection.send(writeRefused({ code: 'epoch' }))
        connection.close(CLOSE.resyncNeeded, 'epoch')
      }
      return
    }
    logger.error({ err: error, document: document.name }, 'board closed: its storage cannot be confirmed')
    const code = error instanceof StorageUnavailable ? CLOSE.storageDown : CLOSE.tryAgainLater
    for (const connection of this.#connections) connection.close(code, 'storage')
  }
}

/** No structs, no deletes. */
const EMPTY_UPDATE = new Uint8Array([0, 0])
