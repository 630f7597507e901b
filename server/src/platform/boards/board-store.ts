import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type mongoose from 'mongoose'
import { BatchWriter } from './batch-writer.ts'
import { within } from './within.ts'

/** One group commit of one document. `seq` is dense per document, from 1. Batches are never changed. */
export interface Batch {
  readonly doc: string
  readonly seq: number
  /** Tells our own write from another node's where the outcome was unknown. */
  readonly batch: string
  readonly at: Date
  readonly updates: readonly { readonly by: string; readonly u: Uint8Array }[]
}

/** The state after batch `seq`, to start from. Derived: may be dropped. */
export interface Snapshot {
  readonly seq: number
  readonly state: Uint8Array
  readonly owners: readonly (readonly [client: number, by: string])[]
}

/** The database did not say, within the time given, whether it has a batch. */
export class StorageUnavailable extends Error {}

type Stored<T> = T & { _id?: unknown }
const BATCHES = 'board_batches'
const SNAPSHOTS = 'board_snapshots'
const UNIQUE_SEQ = 'doc_1_seq_1'
/** How long one write may take before it is tried again; a good one takes milliseconds. */
const ATTEMPT_MS = 1_000
const MAJORITY = { w: 'majority', j: true } as const

/** Where boards are kept: batches as they came, and a snapshot for each document. */
export class BoardStore {
  readonly #batches: mongoose.mongo.Collection<Stored<Batch>>
  readonly #snapshots: mongoose.mongo.Collection<{
    _id: string
    seq: number
    at: Date
    state: Uint8Array
    owners: [number, string][]
  }>
  readonly #writer: BatchWriter
  readonly #unknownMs: number

  constructor(db: mongoose.mongo.Db, unknownMs: number) {
    this.#batches = db.collection(BATCHES)
    this.#snapshots = db.collection(SNAPSHOTS)
    this.#writer = new BatchWriter(db, BATCHES, ATTEMPT_MS)
    this.#unknownMs = unknownMs
  }

  /** Makes the unique index and reads it back. @throws when it is not there after */
  async prepare(): Promise<void> {
    await this.#batches.createIndex({ doc: 1, seq: 1 }, { unique: true, name: UNIQUE_SEQ })
    const indexes = await this.#batches.listIndexes().toArray()
    const index = indexes.find(({ name }) => name === UNIQUE_SEQ) as { unique?: boolean } | undefined
    if (!index?.unique) throw new Error('the unique index of board batches is missing')
  }

  newBatch(batch: Omit<Batch, 'batch'>): Batch {
    return { ...batch, batch: randomUUID() }
  }

  /**
   * Appends a batch, durable when it returns.
   * @returns 'taken' when another node's batch has this seq
   * @throws StorageUnavailable when the outcome stays unknown; the batch may be stored or not
   */
  append(batch: Batch): Promise<'stored' | 'taken'> {
    return this.#persist(() => this.#tryAppend(batch))
  }

  /** Batches after `seq`, in order, up to the first gap. @throws StorageUnavailable */
  async tail(doc: string, seq: number): Promise<Batch[]> {
    const found = await this.#persist(() =>
      this.#batches
        .find({ doc, seq: { $gt: seq } }, { readConcern: 'majority', promoteBuffers: true })
        .sort({ seq: 1 })
        .toArray(),
    )
    const gap = found.findIndex((batch, index) => batch.seq !== seq + 1 + index)
    return gap < 0 ? found : found.slice(0, gap)
  }

  /** Updates that give a document's state after batch `seq`; undefined when it has not come so far. */
  async updatesUpTo(doc: string, seq: number): Promise<Uint8Array[] | undefined> {
    const snapshot = await this.snapshot(doc)
    const start = snapshot && snapshot.seq <= seq ? snapshot : undefined
    const from = start?.seq ?? 0
    if (from === seq && start) return [start.state]
    const batches = await this.#batches
      .find({ doc, seq: { $gt: from, $lte: seq } }, { readConcern: 'majority', promoteBuffers: true })
      .sort({ seq: 1 })
      .toArray()
    if (batches.length !== seq - from) return undefined
    const updates = batches.flatMap((batch) => batch.updates.map(({ u }) => u))
    return start ? [start.state, ...updates] : updates
  }

  /** Which of these documents have batches after the seq held. */
  async grown(held: readonly { doc: string; seq: number }[]): Promise<string[]> {
    if (held.length === 0) return []
    const tails = held.map(({ doc, seq }) => ({ doc, seq: { $gt: seq } }))
    // From the index alone.
    const found = await this.#batches
      .find({ $or: tails }, { projection: { _id: 0, doc: 1 }, readConcern: 'majority' })
      .toArray()
    return [...new Set(found.map(({ doc }) => doc))]
  }

  /** The names of all documents. */
  async names(): Promise<string[]> {
    return (await this.#batches.distinct('doc')) as string[]
  }

  /** The stored state, from the snapshot on. @returns undefined where there is none */
  async latest(doc: string): Promise<{ updates: Uint8Array[]; seq: number } | undefined> {
    const snapshot = await this.snapshot(doc)
    const tail = await this.tail(doc, snapshot?.seq ?? 0)
    const seq = tail.at(-1)?.seq ?? snapshot?.seq
    if (seq === undefined) return undefined
    const updates = tail.flatMap((batch) => batch.updates.map(({ u }) => u))
    return { updates: snapshot ? [snapshot.state, ...updates] : updates, seq }
  }

  async snapshot(doc: string): Promise<Snapshot | undefined> {
    return (await this.#snapshots.findOne({ _id: doc }, { promoteBuffers: true })) ?? undefined
  }

  /** Keeps a snapshot unless a later one is there. */
  async saveSnapshot(doc: string, { seq, state, owners }: Snapshot, at: Date): Promise<void> {
    const value = {
      seq,
      at,
      state: asBuffer(state),
      owners: owners.map(([client, by]): [number, string] => [client, by]),
    }
    try {
      await this.#snapshots.updateOne(
        { _id: doc, seq: { $lt: seq } },
        { $set: value },
        { upsert: true, writeConcern: MAJORITY },
      )
    } catch (error) {
      if ((error as { code?: unknown }).code !== 11000) throw error
    }
  }

  async #tryAppend(batch: Batch): Promise<'stored' | 'taken'> {
    const written = this.#writer.write({
      ...batch,
      updates: batch.updates.map(({ by, u }) => ({ by, u: asBuffer(u) })),
    })
    // A failure leaves it unknown, and so does a key that is taken, by ourselves at times: look who is there.
    if ((await written.catch(() => 'unknown')) === 'stored') return 'stored'
    const { doc, seq } = batch
    const there = await this.#batches.findOne(
      { doc, seq },
      { readConcern: 'majority', projection: { batch: 1 } },
    )
    if (!there) throw new Error('not stored')
    return there.batch === batch.batch ? 'stored' : 'taken'
  }

  /** Tries again until it works. An attempt that hangs is left to itself: its socket may be of a dead engine. */
  async #persist<T>(attempt: () => Promise<T>): Promise<T> {
    const deadline = Date.now() + this.#unknownMs
    for (let wait = 20; ; wait = Math.min(wait * 2, 400)) {
      try {
        return await within(Math.min(2 * ATTEMPT_MS, deadline - Date.now()), attempt())
      } catch {
        if (Date.now() + wait >= deadline) throw new StorageUnavailable()
        await sleep(wait)
      }
    }
  }
}

const asBuffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
