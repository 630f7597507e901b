import type { Change, EntityState, StreamName } from '@colloque/domain'
import { Fold } from './fold.ts'
import type { FoldHead, LogStore, StoredChange } from './ports.ts'
import { toChange } from './stored-change.ts'
import { Tail } from './tail.ts'
import type { ChangeOrigin, Upcaster } from './types.ts'

const PAGE = 1000
const TAIL = 256

export interface StreamOptions {
  readonly name: StreamName
  readonly store: Pick<LogStore, 'read'>
  readonly upcasters: readonly Upcaster[]
  readonly publish: (change: Change, stream: Stream, origin: ChangeOrigin) => void
  /** Puts the stream to where a snapshot stands, where there is one. */
  readonly restore?: (stream: Stream) => Promise<void>
  /** seq of the last change that this node published before it forgot the stream; undefined if it never held it. */
  readonly published?: number | undefined
}

/** One stream as this node holds it. All that enters the fold enters through `accept`, in order, once. */
export class Stream {
  readonly name: StreamName
  readonly fold: Fold
  tail = new Tail(TAIL)
  /** Hash of the last change, which the next one chains on. */
  hash = ''
  published: number
  /** True once a change of a newer release was met: this node can no longer decide here. */
  newer = false
  /** Entities to project; undefined until it is known how far the stream is projected. */
  dirty: Set<string> | undefined
  /** seq that is projected for sure. */
  projected = 0
  /** The snapshot that this node wrote or read last, while no other node has replaced it as far as is known. */
  snapshot: FoldHead | undefined
  /** seq at which the next one is written. */
  snapshotDue: number | undefined
  /** Of its last change or its loading, on the monotonic clock. */
  touchedAt = performance.now()
  readonly #options: StreamOptions
  #pulling: Promise<void> | undefined
  #nextPull: Promise<void> | undefined

  constructor(options: StreamOptions) {
    this.#options = options
    this.name = options.name
    this.fold = new Fold(options.name)
    this.published = options.published ?? Infinity
  }

  get seq(): number {
    return this.fold.seq
  }

  /** Folds the whole stream. What this node had never held is history: it is not published. */
  async load(): Promise<void> {
    await this.#options.restore?.(this)
    await this.pull()
    this.published = Math.min(this.published, this.seq)
  }

  /** Begins at a snapshot instead of at the first change. */
  restore(head: FoldHead, entities: Iterable<EntityState>): void {
    this.fold.restore(entities, head.seq)
    this.hash = head.hash
    this.tail = new Tail(TAIL, head.seq)
    this.snapshot = head
  }

  /** Whether it is reading, and may yet publish: it must not be held a second time meanwhile. */
  get isPulling(): boolean {
    return this.#pulling !== undefined || this.#nextPull !== undefined
  }

  /** Folds what the store holds beyond the fold. Sees every change that was durable when it was called. */
  pull(): Promise<void> {
    if (!this.#pulling) return this.#startPull()
    // One that is under way may have read too early for this caller: the next one serves all who wait.
    this.#nextPull ??= this.#pulling
      .catch(() => undefined)
      .then(() => {
        this.#nextPull = undefined
        return this.#startPull()
      })
    return this.#nextPull
  }

  /**
   * Folds one change and publishes it. A change that is folded already is passed over.
   * @param decided the same as this node decided it; without it, it was read
   */
  accept(stored: StoredChange, decided?: Change): void {
    if (stored.seq <= this.seq) return
    const change = decided ?? toChange(stored, this.#options.upcasters)
    if (stored.seq !== this.seq + 1) throw new Error(`${this.name} has a gap after ${this.seq}`)
    this.fold.apply(change)
    this.tail.push({ change, salt: stored.salt, input: stored.input })
    this.hash = stored.hash
    this.touchedAt = performance.now()
    for (const { id, rev, after } of change.entities) {
      this.dirty?.add(id)
      if (after === null) this.tail.redact(id, rev)
    }
    if (change.seq <= this.published) return
    this.published = change.seq
    this.#options.publish(change, this, decided ? 'here' : 'elsewhere')
  }

  #startPull(): Promise<void> {
    this.#pulling = this.#readTail().finally(() => {
      this.#pulling = undefined
    })
    return this.#pulling
  }

  async #readTail(): Promise<void> {
    const newest = this.#options.upcasters.length + 1
    for (;;) {
      const page = await this.#options.store.read(this.name, this.seq, PAGE)
      for (const stored of page) {
        if (stored.v > newest) {
          this.newer = true
          return
        }
        this.accept(stored)
      }
      if (page.length < PAGE) return
    }
  }
}
