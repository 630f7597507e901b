import type { ParsedDocName } from '@colloque/board'
import * as Y from 'yjs'
import type { Batch, BoardStore } from './board-store.ts'
import type { ClientIds } from './client-ids.ts'
import { EpochEnded } from './document-epoch.ts'
import type { StoredState } from './main-document.ts'
import { createServerDoc } from './shadow.ts'
import type { BoardLogger } from './types.ts'

interface DocumentLogOptions {
  readonly document: ParsedDocName
  readonly store: BoardStore
  readonly clock: () => Date
  readonly logger: BoardLogger
  initialise(doc: Y.Doc, document: ParsedDocName): void
}

/** One document's batches and snapshot in the database, as far as this node has read and written them. */
export class DocumentLog {
  readonly #options: DocumentLogOptions
  readonly #ids: ClientIds
  #seq = 0
  #snapshotSeq = 0
  #bytes = 0
  #epoch = 0

  constructor(options: DocumentLogOptions, ids: ClientIds) {
    this.#options = options
    this.#ids = ids
  }

  /** The last batch read or written here. */
  get seq(): number {
    return this.#seq
  }

  /** How often content of it was erased. */
  get epoch(): number {
    return this.#epoch
  }

  /** Bytes of the last snapshot and of the batches after it: the document's state is at most that. */
  get bytes(): number {
    return this.#bytes
  }

  /** Reads the document, and makes it where there is none yet. */
  async load(): Promise<StoredState> {
    const { store, document } = this.#options
    const snapshot = await store.snapshot(document.name)
    if (snapshot) {
      this.#seq = this.#snapshotSeq = snapshot.seq
      this.#bytes = snapshot.state.byteLength
      this.#epoch = snapshot.epoch ?? 0
      this.#ids.retire(snapshot.retired ?? [])
      for (const [client, by] of snapshot.owners) this.#ids.reserve(client, by)
    }
    const tail = await store.tail(document.name, this.#seq)
    const isWhole = tail[0]?.epoch !== undefined
    const updates = [...(snapshot && !isWhole ? [snapshot.state] : []), ...this.#take(tail)]
    while (this.#seq === 0) updates.push(...(await this.#create()))
    const vector = snapshot?.vector && !isWhole ? vectorAfter(snapshot.vector, tail) : undefined
    return { updates, ...(vector ? { vector } : {}) }
  }

  /**
   * Reads what other nodes have stored since. @returns their updates, in order
   * @throws EpochEnded when the document was made anew meanwhile
   */
  async pull(): Promise<Uint8Array[]> {
    const { store, document } = this.#options
    const batches = await store.tail(document.name, this.#seq)
    if (batches[0]?.epoch !== undefined) throw new EpochEnded()
    return this.#take(batches)
  }

  #take(batches: readonly Batch[]): Uint8Array[] {
    this.#seq = batches.at(-1)?.seq ?? this.#seq
    return batches.flatMap((batch) => {
      this.#epoch = batch.epoch ?? this.#epoch
      this.#ids.retire(batch.retired ?? [])
      return batch.updates.map(({ by, u }) => {
        for (const client of Y.parseUpdateMeta(u).to.keys()) this.#ids.reserve(client, by)
        this.#bytes += u.byteLength
        return u
      })
    })
  }

  /**
   * Stores the next batch.
   * @returns 'taken' when another node was first: pull, and decide again
   * @throws StorageUnavailable when the outcome stays unknown
   */
  async append(
    changes: readonly { by: string; update: Uint8Array }[],
    at?: Date,
  ): Promise<'stored' | 'taken'> {
    const { store, clock, document } = this.#options
    const updates = changes.map(({ by, update }) => ({ by, u: update }))
    const batch = store.newBatch({ doc: document.name, seq: this.#seq + 1, at: at ?? clock(), updates })
    const outcome = await store.append(batch)
    if (outcome === 'stored') {
      this.#seq = batch.seq
      for (const { u } of updates) this.#bytes += u.byteLength
    }
    return outcome
  }

  /**
   * Stores the batch that begins the next epoch with this update alone.
   * @returns it, or 'taken' when another node was first
   * @throws StorageUnavailable when the outcome stays unknown
   */
  async beginEpoch(by: string, update: Uint8Array, clients: Iterable<number>): Promise<Batch | 'taken'> {
    const { store, clock, document } = this.#options
    const known = [...this.#ids.retired, ...clients, ...this.#ids.entries().map(([client]) => client)]
    const batch = store.newBatch({
      doc: document.name,
      seq: this.#seq + 1,
      at: clock(),
      updates: [{ by, u: update }],
      epoch: this.#epoch + 1,
      retired: [...new Set(known)],
      blanked: false,
    })
    return (await store.append(batch)) === 'stored' ? batch : 'taken'
  }

  /** Writes a snapshot of the document, which must be at `seq`, if `least` batches have come since the last one. */
  async saveSnapshot(main: Y.Doc, least: number): Promise<void> {
    if (this.#seq - this.#snapshotSeq < least) return
    const before = this.#snapshotSeq
    const seq = this.#seq
    const state = Y.encodeStateAsUpdate(main)
    this.#snapshotSeq = seq
    this.#bytes = state.byteLength
    const { store, clock, logger, document } = this.#options
    try {
      const owners = this.#ids.entries()
      const vector = Y.encodeStateVector(main)
      const snapshot = { seq, state, vector, owners, epoch: this.#epoch, retired: this.#ids.retired }
      await store.saveSnapshot(document.name, snapshot, clock())
    } catch (error) {
      // Nothing is lost: the batches are there. The next one tries again.
      this.#snapshotSeq = before
      logger.warn({ err: error, document: document.name }, 'board snapshot not written')
    }
  }

  /** The same bytes on every node: whoever is second finds the first's. */
  async #create(): Promise<Uint8Array[]> {
    const { document, initialise } = this.#options
    const doc = createServerDoc()
    initialise(doc, document)
    const update = Y.encodeStateAsUpdate(doc)
    doc.destroy()
    return (await this.append([{ by: 'system:template', update }])) === 'stored' ? [update] : this.pull()
  }
}

/** A state vector, taken further by the batches that follow. */
function vectorAfter(vector: Uint8Array, tail: readonly Batch[]): Uint8Array {
  if (tail.length === 0) return vector
  const clocks = Y.decodeStateVector(vector)
  for (const { updates } of tail)
    for (const { u } of updates)
      for (const [client, clock] of Y.parseUpdateMeta(u).to) clocks.set(client, clock)
  // A snapshot is a delete set and a state vector; an empty one of the first is one byte.
  return Y.encodeSnapshot(Y.createSnapshot(Y.createDeleteSet(), clocks)).subarray(1)
}
