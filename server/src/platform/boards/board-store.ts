import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type mongoose from 'mongoose'
import * as Y from 'yjs'
import { BatchWriter } from './batch-writer.ts'
import type { BoardServerOptions } from './types.ts'
import { within } from './within.ts'

/**
 * One group commit of one document. `seq` is dense per document, from 1. Batches are never changed, but that all
 * before one that begins an epoch lose their bytes: `u` is empty then.
 */
export interface Batch {
  readonly doc: string
  readonly seq: number
  /** Tells our own write from another node's where the outcome was unknown. */
  readonly batch: string
  readonly at: Date
  readonly updates: readonly { readonly by: string; readonly u: Uint8Array }[]
  /** Number of the epoch that this batch begins: it holds the whole document, and nothing before it counts. */
  readonly epoch?: number
  /** With `epoch`: the client ids of all epochs before. */
  readonly retired?: readonly number[]
  /** With `epoch`: whether the batches before it are known to be blank. */
  readonly blanked?: boolean
}

/** The state after batch `seq`, to start from. Derived: may be dropped. */
export interface Snapshot {
  readonly seq: number
  readonly state: Uint8Array
  /** State vector of `state`; absent in snapshots of before 0.5. */
  readonly vector?: Uint8Array
  readonly owners: readonly (readonly [client: number, by: string])[]
  /** 0, or absent, for a document of which nothing was ever erased. */
  readonly epoch?: number
  readonly retired?: readonly number[]
}

/** The database did not say, within the time given, whether it has a batch. */
export class StorageUnavailable extends Error {}

type Stored<T> = T & { _id?: unknown }
const BATCHES = 'board_batches'
const SNAPSHOTS = 'board_snapshots'
const UNIQUE_SEQ = 'doc_1_seq_1'
/** Of the few batches that begin an epoch. */
const EPOCHS = 'doc_1_epoch_1'
const NOTHING = Buffer.alloc(0)
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
    vector?: Uint8Array
    owners: [number, string][]
    epoch: number
    retired: number[]
  }>
  readonly #writer: BatchWriter
  readonly #unknownMs: number

  constructor(db: mongoose.mongo.Db, unknownMs: number, onInsert?: BoardServerOptions['onInsert']) {
    this.#batches = db.collection(BATCHES)
    this.#snapshots = db.collection(SNAPSHOTS)
    this.#writer = new BatchWriter(db, BATCHES, ATTEMPT_MS, onInsert)
    this.#unknownMs = unknownMs
  }

  /** Makes the unique index and reads it back. @throws when it is not there after */
  async prepare(): Promise<void> {
    await this.#batches.createIndex({ doc: 1, seq: 1 }, { unique: true, name: UNIQUE_SEQ })
    await this.#batches.createIndex(
      { doc: 1, epoch: 1 },
      { name: EPOCHS, partialFilterExpression: { epoch: { $gt: 0 } } },
    )
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

  /**
   * Batches after `seq`, in order, up to the first gap; from the latest epoch's first on, if one has begun since.
   * @throws StorageUnavailable
   */
  async tail(doc: string, seq: number): Promise<Batch[]> {
    return this.#persist(async () => {
      const batches = await this.#find(doc, { $gt: seq })
      const gap = batches.findIndex((batch, index) => batch.seq !== seq + 1 + index)
      const tail = gap < 0 ? batches : batches.slice(0, gap)
      const current = tail.slice(Math.max(0, tail.findLastIndex(beginsEpoch)))
      // Read while an epoch began after them: that one is read with the next attempt.
      if (current.some(isBlank)) throw new Error('blanked meanwhile')
      return current
    })
  }

  /** Updates that give a document's state after batch `seq`; undefined where there is none, or none any more. */
  async updatesUpTo(doc: string, seq: number): Promise<Uint8Array[] | undefined> {
    const begins = (await this.#latestEpoch(doc))?.seq ?? 1
    if (seq < begins) return undefined
    const snapshot = await this.snapshot(doc)
    const start = snapshot && snapshot.seq <= seq && snapshot.seq >= begins ? snapshot : undefined
    const from = start?.seq ?? begins - 1
    if (from === seq && start) return [start.state]
    const batches = await this.#find(doc, { $gt: from, $lte: seq })
    if (batches.length !== seq - from || batches.some(isBlank)) return undefined
    const updates = batches.flatMap((batch) => batch.updates.map(({ u }) => u))
    return start ? [start.state, ...updates] : updates
  }

  /**
   * Batches after `seq`, in order, a few at a time: who did what in a document. From the latest epoch's first on.
   * @throws Error when an epoch begins while they are read: ask again
   */
  async *history(doc: string, seq: number): AsyncGenerator<Batch> {
    const begins = (await this.#latestEpoch(doc))?.seq ?? 1
    let next = Math.max(seq + 1, begins)
    const found = this.#batches
      .find({ doc, seq: { $gte: next } }, { readConcern: 'majority', promoteBuffers: true, batchSize: 500 })
      .sort({ seq: 1 })
    for await (const batch of found) {
      if (batch.seq !== next) return
      if (isBlank(batch)) throw new Error('blanked meanwhile')
      next += 1
      yield batch
    }
  }

  #find(doc: string, seq: object): Promise<Batch[]> {
    return this.#batches
      .find({ doc, seq }, { readConcern: 'majority', promoteBuffers: true })
      .sort({ seq: 1 })
      .toArray()
  }

  async #latestEpoch(doc: string): Promise<{ readonly seq: number } | null> {
    return this.#batches.findOne(
      { doc, epoch: { $gt: 0 } },
      { readConcern: 'majority', sort: { epoch: -1 }, projection: { seq: 1 } },
    )
  }

  /**
   * Takes the bytes out of all batches before one that begins an epoch, and replaces a snapshot of before.
   * @throws StorageUnavailable; it is tried again by finishBlanking
   */
  async blankBefore(first: Batch, at: Date): Promise<void> {
    const { doc, seq, epoch = 0, retired = [], updates } = first
    const owners = updates.flatMap(({ by, u }) =>
      [...Y.parseUpdateMeta(u).to.keys()].map((client) => [client, by] as const),
    )
    const state = Y.mergeUpdates(updates.map(({ u }) => u))
    await this.#persist(async () => {
      await this.saveSnapshot(doc, { seq, state, owners, epoch, retired }, at)
      const updates = { $map: { input: '$updates', in: { by: '$$this.by', u: NOTHING } } }
      await this.#batches.updateMany({ doc, seq: { $lt: seq } }, [{ $set: { updates } }], {
        writeConcern: MAJORITY,
      })
      await this.#batches.updateOne({ doc, seq }, { $set: { blanked: true } }, { writeConcern: MAJORITY })
    })
  }

  /** Blanks what a node that died between its epoch's batch and the blanking has left. */
  async finishBlanking(at: Date): Promise<void> {
    const begun = { epoch: { $gt: 0 }, blanked: false }
    const left = await this.#batches
      .find(begun, { readConcern: 'majority', promoteBuffers: true, hint: EPOCHS })
      .toArray()
    for (const first of left) await this.blankBefore(first, at)
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

  /** Who is named in the batches after `since`, up to `seq`. @throws StorageUnavailable */
  authors(doc: string, since: number, seq: number): Promise<string[]> {
    const within = { doc, seq: { $gt: since, $lte: seq } }
    return this.#persist(
      async () =>
        (await this.#batches.distinct('updates.by', within, { readConcern: 'majority' })) as string[],
    )
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
    const isWhole = tail[0] !== undefined && beginsEpoch(tail[0])
    return { updates: snapshot && !isWhole ? [snapshot.state, ...updates] : updates, seq }
  }

  async snapshot(doc: string): Promise<Snapshot | undefined> {
    return (await this.#snapshots.findOne({ _id: doc }, { promoteBuffers: true })) ?? undefined
  }

  /** Keeps a snapshot unless a later one is there. */
  async saveSnapshot(doc: string, snapshot: Snapshot, at: Date): Promise<void> {
    const { seq, state, vector, owners, epoch = 0, retired = [] } = snapshot
    const value = {
      seq,
      at,
      epoch,
      retired: [...retired],
      state: asBuffer(state),
      vector: asBuffer(vector ?? Y.encodeStateVectorFromUpdate(state)),
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

const beginsEpoch = ({ epoch }: Batch) => epoch !== undefined
const isBlank = ({ updates }: Batch) => updates.some(({ u }) => u.byteLength === 0)

const asBuffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
