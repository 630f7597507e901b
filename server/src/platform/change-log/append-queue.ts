import { DomainError } from '@colloque/domain'
import { decideBatch, type Changeless, type Entry } from './batch.ts'
import { entityOf } from './fold.ts'
import { canonicalJson, saltedHash } from './hash.ts'
import { Pending } from './pending.ts'
import type { LogStore, Rejection, StoredChange } from './ports.ts'
import { withoutRedacted } from './redacted.ts'
import { recoverOutcome, type Outcome } from './recovery.ts'
import { toChange } from './stored-change.ts'
import type { Fence } from '../fence.ts'
import type { Stream } from './stream.ts'
import type { TailEntry } from './tail.ts'
import { sleep, withinTime, type Timings } from './timings.ts'
import type { Appended, CommandToAppend, FaultPoints, LogSink, Upcaster } from './types.ts'
import type { Writer } from './writer.ts'

/** More commands than a stream can take in the time that one may wait. */
const LONGEST_QUEUE = 10_000
/** Commands looked at for one insert: some of them make no change. */
const CONSIDERED = 128

export interface AppendQueueOptions {
  readonly stream: Stream
  readonly store: LogStore
  readonly writer: Writer
  readonly upcasters: readonly Upcaster[]
  readonly timings: Timings
  readonly clock: () => Date
  readonly random: () => number
  readonly faults: FaultPoints
  readonly log: LogSink
  readonly fence: Fence
  /** Other nodes must know where to look before the first change is sent. */
  readonly ensureMarked: (stream: Stream) => Promise<void>
  /** The store answers, or it fails. */
  readonly onHealth: (healthy: boolean) => void
}

/**
 * The commands of one stream: decided together, sent together, one insert under way at a time. What arrives
 * meanwhile gathers for the next one.
 */
export class AppendQueue {
  readonly #options: AppendQueueOptions
  #waiting: Pending[] = []
  #sent: Pending[] = []
  readonly #checking = new Set<Pending>()
  #running: Promise<void> | undefined

  constructor(options: AppendQueueOptions) {
    this.#options = options
  }

  get idle(): boolean {
    return !this.#running && this.#waiting.length === 0 && this.#checking.size === 0
  }

  /** Commands that are not answered yet. */
  get waiting(): number {
    return this.#waiting.length + this.#sent.length + this.#checking.size
  }

  execute(command: CommandToAppend): Promise<Appended> {
    if (this.#waiting.length >= LONGEST_QUEUE) throw new DomainError('busy')
    const pending = new Pending(command)
    this.#waiting.push(pending)
    this.#start()
    return pending.answer
  }

  /** Answers the commands that have waited for too long. */
  expire(now: number): void {
    const { busyMs, unknownMs } = this.#options.timings
    for (const pending of this.#sent) pending.expire(now, busyMs, unknownMs)
    for (const pending of this.#waiting) pending.expire(now, busyMs, unknownMs)
    for (const pending of this.#checking) pending.expire(now, busyMs, unknownMs)
  }

  /** Resolves once nothing waits and nothing is under way. */
  async settle(): Promise<void> {
    while (!this.idle) await (this.#running ?? sleep(1))
  }

  #start(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
      if (this.#waiting.length > 0) this.#start()
    })
  }

  async #run(): Promise<void> {
    // A turn's commands are decided together.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      try {
        await this.#round()
      } catch (error) {
        this.#options.onHealth(false)
        this.#options.log.error(
          { err: error, stream: this.#options.stream.name },
          'append failed before it was sent',
        )
        await sleep(this.#options.timings.retryMs)
      }
    }
  }

  async #round(): Promise<void> {
    const { stream, clock, upcasters, fence } = this.#options
    // Who may what is read off other streams as well: they have to be known as they stand.
    if (!fence.isOpen) await fence.opened()
    if (stream.newer) {
      for (const pending of this.#waiting.splice(0))
        pending.reject(new DomainError('unavailable', { reason: 'newer_version' }))
      return
    }
    const next = this.#waiting
      .splice(0, CONSIDERED)
      .filter((pending) => !pending.answered && !this.#replay(pending))
    const { first, repeated } = withoutRepetitions(next)
    const { entries, changeless, rest } = decideBatch(
      stream,
      first,
      clock().toISOString(),
      upcasters.length + 1,
    )
    this.#waiting.unshift(...rest, ...repeated)
    if (entries.length === 0) {
      for (const item of changeless) this.#check(item, stream.seq, false)
      return
    }

    this.#sent = entries.map((entry) => entry.pending)
    try {
      await this.#options.ensureMarked(stream)
    } catch (error) {
      this.#sent = []
      this.#waiting.unshift(
        ...entries.map((entry) => entry.pending),
        ...changeless.map((item) => item.pending),
      )
      throw error
    }

    const sentAt = performance.now()
    for (const pending of this.#sent) pending.sentAt ??= sentAt
    const outcome = await this.#send(entries.map((entry) => entry.stored))
    this.#sent = []
    this.#commit(entries.slice(0, outcome.durable))

    const lost = entries.slice(outcome.durable).map((entry) => entry.pending)
    for (const pending of lost) pending.sentAt = undefined
    // What was decided before the first change of the batch stands as well, once that one was stored: it shows that
    // the stream had not grown elsewhere.
    const stands = (item: Changeless): boolean => Math.max(item.behind, 1) <= outcome.durable
    for (const item of changeless) if (stands(item)) this.#check(item, stream.seq, true)
    const again = changeless.filter((item) => !stands(item)).map((item) => item.pending)
    this.#waiting.unshift(...lost, ...again)
    const rejected = entries[outcome.durable]
    if (outcome.rejection && rejected) await this.#explain(outcome.rejection, rejected)
  }

  /** @returns once the outcome of every change is known, however long that takes: the stream waits */
  async #send(changes: readonly StoredChange[]): Promise<Outcome> {
    const { writer, store, stream, timings, faults, onHealth, log } = this.#options
    try {
      if (faults.beforeWrite) await faults.beforeWrite(stream.name)
      const rejection = await withinTime(writer.append(changes), timings.appendMs)
      if (faults.afterWrite) await faults.afterWrite(stream.name)
      onHealth(true)
      return { durable: rejection ? rejection.index : changes.length, rejection }
    } catch (error) {
      onHealth(false)
      log.warn({ err: error, stream: stream.name, seq: changes[0]?.seq }, 'append of unknown outcome')
      const outcome = await recoverOutcome(store, changes, timings)
      onHealth(true)
      return outcome
    }
  }

  /** Folds, publishes and replies, in this order and in one turn. */
  #commit(entries: readonly Entry[]): void {
    const { stream, faults } = this.#options
    for (const { stored, change, pending } of entries) {
      stream.accept(stored, change)
      void faults.beforeReply?.(stream.name)
      pending.resolve({ change, entity: entityOf(change, stream.fold), seq: change.seq, replayed: false })
    }
  }

  /** Learns what came first, so that the rest is decided on it. */
  async #explain({ duplicate }: Rejection, { pending, stored }: Entry): Promise<void> {
    const { stream, store, timings, random } = this.#options
    const before = stream.seq
    await stream.pull()
    if (duplicate === 'command') {
      const first = await store.findCommand(stored.stream, stored.by, stored.commandId)
      if (first) this.#answerFrom(asTailEntry(first, this.#options.upcasters), pending)
      return
    }
    if (duplicate === 'entity' && stream.seq === before) {
      for (const { id, rev } of stored.entities) {
        const owner = rev === 1 ? await store.locate(id) : undefined
        if (owner && owner !== stream.name) return pending.reject(new DomainError('conflict', { id }))
      }
    }
    await sleep(random() * timings.jitterMs)
  }

  /** A refusal stands only at the head of the stream, and only for a command that never succeeded. */
  #check(item: Changeless, seq: number, atHead: boolean): void {
    this.#checking.add(item.pending)
    void this.#checkChangeless(item, seq, atHead)
      .catch((error: unknown) => {
        this.#options.log.warn(
          { err: error, stream: this.#options.stream.name },
          'a refusal could not be verified',
        )
        item.pending.reject(new DomainError('unavailable'))
      })
      .finally(() => this.#checking.delete(item.pending))
  }

  async #checkChangeless(
    { pending, unchanged, refusal }: Changeless,
    seq: number,
    atHead: boolean,
  ): Promise<void> {
    const { stream, store } = this.#options
    if (!atHead) await stream.pull()
    if (this.#replay(pending)) return
    if (!atHead && stream.seq !== seq) {
      this.#waiting.push(pending)
      return this.#start()
    }
    if (!stream.tail.whole) {
      const { by, commandId } = pending.command
      const first = await store.findCommand(stream.name, by, commandId)
      if (first) return this.#answerFrom(asTailEntry(first, this.#options.upcasters), pending)
    }
    if (!unchanged) return pending.reject(refusal)
    const entity = stream.fold.get(unchanged.type, unchanged.id)
    if (!entity)
      throw new Error(`unchanged names the ${unchanged.type} ${unchanged.id}, which does not exist`)
    pending.resolve({ entity, seq: stream.seq, replayed: false })
  }

  /** @returns true when the command is recorded already, and so answered */
  #replay(pending: Pending): boolean {
    const first = this.#options.stream.tail.findCommand(pending.command.by, pending.command.commandId)
    if (first) this.#answerFrom(first, pending)
    return first !== undefined
  }

  #answerFrom({ change, salt, input }: TailEntry, pending: Pending): void {
    // Once redacted, nothing tells whether the input was the same: the author gets what is left.
    const same = salt === null || saltedHash(salt, canonicalJson(pending.command.input ?? null)) === input
    if (!same) return pending.reject(new DomainError('command_id_reused'))
    const { fold } = this.#options.stream
    const shown = withoutRedacted(change, fold)
    pending.resolve({ change: shown, entity: entityOf(shown, fold), seq: change.seq, replayed: true })
  }
}

function asTailEntry(stored: StoredChange, upcasters: readonly Upcaster[]): TailEntry {
  return { change: toChange(stored, upcasters), salt: stored.salt, input: stored.input }
}

/** The same command sent twice at once: the second waits for what becomes of the first. */
function withoutRepetitions(waiting: readonly Pending[]): { first: Pending[]; repeated: Pending[] } {
  const seen = new Set<string>()
  const first: Pending[] = []
  const repeated: Pending[] = []
  for (const pending of waiting) {
    if (seen.has(pending.key)) repeated.push(pending)
    else first.push(pending)
    seen.add(pending.key)
  }
  return { first, repeated }
}
