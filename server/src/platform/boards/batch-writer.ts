import type mongoose from 'mongoose'
import type { BoardServerOptions } from './types.ts'
import { within } from './within.ts'

type Outcome = 'stored' | 'taken'

interface Waiting {
  readonly document: {
    readonly [key: string]: unknown
    readonly updates: readonly { readonly u: Uint8Array }[]
  }
  readonly bytes: number
  resolve(outcome: Outcome): void
  reject(reason: unknown): void
}

/** Documents and bytes in one insert; the server's own bounds are 100,000 and 48 MB. */
const MOST_DOCUMENTS = 256
const MOST_BYTES = 16 << 20
const DUPLICATE_KEY = 11000

/**
 * Writes batches of many documents in one unordered insert, one insert in flight at a time: what arrives
 * meanwhile goes with the next. Uses the raw command, whose answer names each batch that failed, and why.
 */
export class BatchWriter {
  readonly #db: mongoose.mongo.Db
  readonly #collection: string
  readonly #attemptMs: number
  #waiting: Waiting[] = []
  #busy = false
  readonly #onInsert: BoardServerOptions['onInsert']

  /** @param attemptMs how long one insert may keep the others waiting */
  constructor(
    db: mongoose.mongo.Db,
    collection: string,
    attemptMs: number,
    onInsert?: BoardServerOptions['onInsert'],
  ) {
    this.#onInsert = onInsert
    this.#attemptMs = attemptMs
    this.#db = db
    this.#collection = collection
  }

  /** Resolves when the document is on disk or its key taken. Rejects when the outcome is unknown. */
  write(document: Waiting['document']): Promise<Outcome> {
    const bytes = document.updates.reduce((sum, { u }) => sum + u.byteLength, 0)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ document, bytes, resolve, reject })
      void this.#drain()
    })
  }

  async #drain(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    while (this.#waiting.length > 0) {
      const batch = this.#take()
      const start = performance.now()
      try {
        settle(batch, await within(this.#attemptMs, this.#insert(batch)))
        this.#tell(batch, start, 'stored')
      } catch (error) {
        this.#tell(batch, start, 'unknown')
        for (const { reject } of batch) reject(error)
      }
    }
    this.#busy = false
  }

  #tell(batch: readonly Waiting[], start: number, outcome: 'stored' | 'unknown'): void {
    const updates = batch.reduce((sum, { document }) => sum + document.updates.length, 0)
    const ms = performance.now() - start
    this.#onInsert?.({ batches: batch.length, updates, ms, outcome })
  }

  #take(): Waiting[] {
    let bytes = 0
    let count = 0
    for (const waiting of this.#waiting) {
      bytes += waiting.bytes
      if (count > 0 && (bytes > MOST_BYTES || count >= MOST_DOCUMENTS)) break
      count += 1
    }
    return this.#waiting.splice(0, count)
  }

  #insert(batch: Waiting[]): Promise<mongoose.mongo.Document> {
    return this.#db.command({
      insert: this.#collection,
      documents: batch.map(({ document }) => document),
      ordered: false,
      writeConcern: { w: 'majority', j: true },
    })
  }
}

interface InsertReply {
  readonly writeErrors?: readonly {
    readonly index: number
    readonly code: number
    readonly errmsg?: string
  }[]
  readonly writeConcernError?: unknown
}

function settle(batch: readonly Waiting[], reply: InsertReply): void {
  const errors = new Map(reply.writeErrors?.map((error) => [error.index, error]))
  for (const [index, { resolve, reject }] of batch.entries()) {
    const error = errors.get(index)
    if (error?.code === DUPLICATE_KEY) resolve('taken')
    else if (error || reply.writeConcernError)
      reject(new Error(error?.errmsg ?? 'not confirmed by a majority'))
    else resolve('stored')
  }
}
