import { shapeOf } from '@colloque/board'
import type { ChangeAuthor, DocumentShape, ParsedDocName } from '@colloque/board'
import * as Y from 'yjs'
import type { BoardConnection } from './board-connection.ts'
import { StorageUnavailable } from './board-store.ts'
import type { Batch, BoardStore } from './board-store.ts'
import { ChangeQueue } from './change-queue.ts'
import type { Staged } from './change-queue.ts'
import { ClientIds } from './client-ids.ts'
import { CLOSE } from './close-codes.ts'
import { EpochEnded, rebuild } from './document-epoch.ts'
import { DocumentLog } from './document-log.ts'
import { UpdateFault } from './inspect-update.ts'
import type { BoardLimits } from './limits.ts'
import { Lock } from './lock.ts'
import { MainDocument } from './main-document.ts'
import type { BoardLogger } from './types.ts'

export interface StoredDocumentOptions {
  readonly document: ParsedDocName
  readonly store: BoardStore
  readonly limits: BoardLimits
  readonly clock: () => Date
  readonly logger: BoardLogger
  initialise(doc: Y.Doc, document: ParsedDocName): void
  /** Something was stored here. */
  onStored(seq: number): void
}

/** A tail of fewer batches is sooner read again than a snapshot written. */
const SNAPSHOT_WORTH = 16

/** What the document tells whoever has it open. */
interface Listener {
  /** A batch is about to be cut: what has arrived may still come with it. */
  beforeBatch(): void
  /** The stored document grew. @param author the only one whose changes these are */
  onUpdate(update: Uint8Array, author: BoardConnection | undefined): void
  /** It goes on no longer. @param error EpochEnded, StorageUnavailable, or a fault of ours */
  onEnded(error: unknown): void
}

/**
 * One document between memory and database. `main` is what is stored, no more: it is what others are sent. The
 * shadow in `changes` is main and what is in flight and staged: it is what changes are tried on. One batch is in
 * flight at a time; what comes meanwhile is the next.
 */
export class StoredDocument {
  readonly #main = new MainDocument()
  readonly ids = new ClientIds()
  readonly shape: DocumentShape
  readonly changes: ChangeQueue
  readonly log: DocumentLog
  readonly #options: StoredDocumentOptions
  readonly #listener: Listener
  readonly #serverClients = new Map<string, number>()
  readonly #lock = new Lock()
  #committing = false
  /** When this node stored a batch last, unless it has rested since. */
  #wroteAt: number | undefined
  #ended: { readonly by: unknown } | undefined

  constructor(options: StoredDocumentOptions, listener: Listener) {
    this.#options = options
    this.#listener = listener
    this.shape = shapeOf(options.document.kind)
    this.changes = new ChangeQueue(this.#main, this.shape, this.ids)
    this.log = new DocumentLog(options, this.ids)
  }

  /** What is stored, no more. Made for whoever asks first: who only opens a document needs `stateVector` and `missingFrom`. */
  get main(): Y.Doc {
    return this.#main.doc
  }

  stateVector(): Uint8Array {
    return this.#main.stateVector()
  }

  /** @throws for a malformed state vector */
  missingFrom(stateVector: Uint8Array): Uint8Array {
    return this.#main.missingFrom(stateVector)
  }

  get hasEnded(): boolean {
    return this.#ended !== undefined
  }

  get isQuiet(): boolean {
    return !this.#committing && this.changes.isEmpty
  }

  /** Reads the document from the database, and makes it where there is none yet. @throws when it cannot */
  load(): Promise<void> {
    return this.#lock.run(async () => {
      this.#main.load(await this.log.load())
    })
  }

  /** Edits as the server. Resolves when stored. @throws as BoardServer.edit, and EpochEnded */
  async edit(by: ChangeAuthor, change: (doc: Y.Doc) => void, at?: Date): Promise<void> {
    this.#assertGoingOn()
    const { update } = this.changes.attempt(by, (doc) => {
      doc.clientID = this.#serverClient(by.accountId)
      change(doc)
    })
    if (!update) return
    await new Promise<void>((resolve, reject) => {
      this.changes.stage({ by, update, count: 0, settle: { resolve, reject }, ...(at ? { at } : {}) })
      this.commit()
    })
  }

  /**
   * Begins the next epoch. Resolves when it is stored and nothing of before is in the database; this one has ended
   * then. @throws as BoardServer.erase, and EpochEnded when another node began one first
   */
  async erase(by: string, change: (doc: Y.Doc) => void): Promise<void> {
    await this.settled()
    await this.#lock.run(async () => {
      this.#assertGoingOn()
      const { store, clock, onStored } = this.#options
      const first = await this.#beginEpoch(by, change)
      this.#end(new EpochEnded())
      onStored(first.seq)
      await store.blankBefore(first, clock())
    })
  }

  async #beginEpoch(by: string, change: (doc: Y.Doc) => void): Promise<Batch> {
    for (;;) {
      await this.#pull()
      const update = rebuild(this.main, this.shape, change)
      const first = await this.log.beginEpoch(by, update, this.main.store.clients.keys())
      if (first !== 'taken') return first
    }
  }

  /** Fetches what other nodes stored. @throws EpochEnded */
  catchUp(): Promise<void> {
    return this.#lock.run(() => this.#pull())
  }

  /** Looks at exactly what is stored: under the lock, no batch is between the database and the document. */
  view<T>(look: (doc: Y.Doc, seq: number) => T): Promise<T> {
    return this.#lock.run(async () => {
      await this.#pull()
      return look(this.main, this.log.seq)
    })
  }

  /** Stores what has arrived. */
  async settled(): Promise<void> {
    this.commit()
    while (this.#committing) await this.#lock.run(async () => undefined)
  }

  /** Writes a snapshot if the tail has grown to `least` batches. */
  async saveSnapshot(least: number): Promise<void> {
    if (!this.hasEnded && this.#main.isMade) await this.log.saveSnapshot(this.main, least)
  }

  /**
   * Writes a snapshot once nobody has written here for a while: after a restart it is opened from that alone. The node
   * that stored the last batch does it.
   */
  async rest(now: number): Promise<void> {
    if (this.#wroteAt === undefined || now - this.#wroteAt < this.#options.limits.restMs) return
    this.#wroteAt = undefined
    await this.#lock.run(() => this.saveSnapshot(SNAPSHOT_WORTH))
  }

  /** Leaves memory, once nothing is between it and the database; with a snapshot if that is worth it. */
  evict(): Promise<void> {
    return this.#lock.run(async () => {
      await this.saveSnapshot(SNAPSHOT_WORTH)
      this.destroy()
    })
  }

  destroy(): void {
    this.changes.destroy()
    this.#main.destroy()
  }

  /** One batch after the other, for as long as something has come meanwhile. */
  commit(): void {
    if (this.#committing) return
    this.#committing = true
    void this.#commitAll()
  }

  async #commitAll(): Promise<void> {
    try {
      while (!this.hasEnded) {
        this.#listener.beforeBatch()
        if (!this.changes.hasStaged) break
        await this.#lock.run(() => this.#commitOne())
      }
    } catch (error) {
      this.#end(error)
    } finally {
      this.#committing = false
    }
  }

  async #commitOne(): Promise<void> {
    const batch = this.changes.launch()
    if (batch.length === 0) return
    const stored = batch.map(({ by, update }) => ({ by: by.accountId, update }))
    if ((await this.log.append(stored, batch[0]!.at)) === 'taken') return this.#decideAgain()
    this.changes.landed()
    this.#apply(
      batch.map(({ update }) => update),
      soleAuthor(batch),
    )
    for (const { from, count, settle } of batch) {
      from?.confirm(count, this.log.seq)
      settle?.resolve()
    }
    this.#wroteAt = performance.now()
    this.#options.onStored(this.log.seq)
    void this.saveSnapshot(this.#options.limits.snapshotEvery)
  }

  /** Another node was first: what it stored comes first here too, and ours is tried again on top of it. */
  async #decideAgain(): Promise<void> {
    await this.#pull()
    for (const staged of this.changes.takeBack()) {
      const { by, update, from, settle } = staged
      if (from?.isDiscarded) continue
      try {
        const accepted = this.changes.attempt(by, (doc) => applyAll(doc, [update]))
        this.changes.stage({ ...staged, update: accepted.update ?? update })
      } catch (error) {
        from?.refuse(CLOSE.resyncNeeded, error instanceof UpdateFault ? error.code : 'malformed')
        settle?.reject(error)
      }
    }
  }

  /** Under the lock: applies batches that are not here yet, strictly in order. @throws EpochEnded */
  async #pull(): Promise<void> {
    this.#assertGoingOn()
    const updates = await this.log.pull().catch((error: unknown) => {
      if (error instanceof EpochEnded) this.#end(error)
      throw error
    })
    if (updates.length === 0) return
    this.#apply(updates)
    this.changes.follow(updates)
  }

  #apply(updates: readonly Uint8Array[], author?: BoardConnection): void {
    let grown: Uint8Array | undefined
    const take = (update: Uint8Array) => (grown = update)
    this.main.on('update', take)
    this.main.transact(() => applyAll(this.main, updates))
    this.main.off('update', take)
    if (grown) this.#listener.onUpdate(grown, author)
  }

  #serverClient(by: string): number {
    const known = this.#serverClients.get(by)
    if (known !== undefined) return known
    const client = new Y.Doc().clientID
    this.#serverClients.set(by, client)
    return client
  }

  #assertGoingOn(): void {
    if (this.#ended) throw this.#ended.by instanceof EpochEnded ? new EpochEnded() : new StorageUnavailable()
  }

  #end(error: unknown): void {
    if (this.#ended) return
    this.#ended = { by: error }
    for (const { settle } of this.changes.takeBack()) settle?.reject(error)
    this.#listener.onEnded(error)
  }
}

export function applyAll(doc: Y.Doc, updates: readonly Uint8Array[]): void {
  for (const update of updates) Y.applyUpdate(doc, update)
}

function soleAuthor(stored: readonly Staged[]): BoardConnection | undefined {
  const first = stored[0]?.from
  return stored.every(({ from }) => from === first) ? first : undefined
}
