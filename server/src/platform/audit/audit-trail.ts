/**
 * The record of what the log does not hold: reads, refused attempts, and what happens to accounts. One chain for each
 * trail; several nodes append to it, and the unique index on (trail, seq) says who comes first. Whoever comes second
 * chains again on what came before.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { DomainError, type AuditTrailName } from '@colloque/domain'
import { LRUCache } from 'lru-cache'
import type { mongo } from 'mongoose'
import type { LogSink } from '../change-log/index.ts'
import { createAuditStore, type AuditStore } from './audit-store.ts'
import { chain, toRecord, type AuditEntry, type AuditRecord, type TrailHead } from './record.ts'
import type { UnchainedRecord } from './record.ts'

/** Records that one insert carries. */
const MOST_RECORDS = 256
/** Trails whose end this node remembers, and repeated reads that it knows of. */
const REMEMBERED = 50_000
/** What cannot be recorded within this time is refused, and with it what was to be recorded. */
const GIVE_UP_MS = 5_000
const JITTER_MS = 16

export interface AuditTrail {
  start(): Promise<void>
  /**
   * Kept on a majority's disks when it resolves.
   * @throws DomainError unavailable when that could not be done in five seconds; it may be recorded all the same
   * @throws TypeError for a detail that is no id, code or number
   */
  record(entry: AuditEntry): Promise<void>
  /** Records what happened at an earlier time. `once` makes it harmless to repeat. */
  recordPast(record: UnchainedRecord): Promise<void>
  /** Records without anybody waiting for it; a failure is logged. */
  note(entry: AuditEntry): void
  /** Waits for what is being recorded. */
  stop(): Promise<void>
}

interface Waiting {
  readonly record: UnchainedRecord
  readonly giveUpAt: number
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

export function createAuditTrail(options: {
  readonly db: mongo.Db
  readonly clock: () => Date
  readonly logger: LogSink
  readonly store?: AuditStore
}): AuditTrail {
  const { clock, logger, store = createAuditStore(options.db) } = options
  const heads = new LRUCache<AuditTrailName, TrailHead>({ max: REMEMBERED })
  const repeated = new LRUCache<string, Promise<void>>({ max: REMEMBERED })
  const waiting: Waiting[] = []
  let running: Promise<void> | undefined

  const recordPast = (record: UnchainedRecord): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({ record, giveUpAt: performance.now() + GIVE_UP_MS, resolve, reject })
      begin()
    })

  function begin(): void {
    running ??= run().finally(() => {
      running = undefined
      if (waiting.length > 0) begin()
    })
  }

  /** What comes in one turn, or while an insert is under way, travels together. */
  async function run(): Promise<void> {
    await new Promise((turn) => setImmediate(turn))
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MOST_RECORDS)
      try {
        waiting.unshift(...(await send(batch)))
      } catch (error) {
        logger.warn({ name: (error as Error).name }, 'recording of unknown outcome')
        waiting.unshift(...(await settle(batch)))
      }
    }
  }

  /** @returns what is left: to be chained anew, or not tried */
  async function send(batch: readonly Waiting[]): Promise<readonly Waiting[]> {
    const chained = await chainAll(batch.map(({ record }) => record))
    const stored = await store.append(chained)
    for (const [i, { resolve }] of batch.slice(0, stored).entries()) {
      const { trail, seq, hash } = chained[i] as AuditRecord
      heads.set(trail, { seq, hash })
      resolve()
    }
    const rest = batch.slice(stored)
    if (!rest[0]) return rest
    heads.delete(rest[0].record.trail)
    // All of them: of many that are recorded already, one refusal each would take its time.
    const known = await store.recorded(rest.map(({ record }) => record))
    if (known.size === 0) await sleep(Math.random() * JITTER_MS)
    return answerKnown(rest, known)
  }

  async function chainAll(records: readonly UnchainedRecord[]): Promise<AuditRecord[]> {
    const unknown = new Set(records.map(({ trail }) => trail).filter((trail) => !heads.has(trail)))
    const ends = new Map<AuditTrailName, TrailHead>()
    await Promise.all([...unknown].map(async (trail) => ends.set(trail, await store.head(trail))))
    return records.map((record) => {
      const next = chain(record, (ends.get(record.trail) ?? heads.get(record.trail)) as TrailHead)
      ends.set(record.trail, next)
      return next
    })
  }

  /** After an insert that nobody knows the outcome of: ids and the index on (trail, seq) make another try harmless. */
  async function settle(batch: readonly Waiting[]): Promise<readonly Waiting[]> {
    for (const { record } of batch) heads.delete(record.trail)
    await sleep(50 + Math.random() * 100)
    const known = await store.recorded(batch.map(({ record }) => record)).catch(() => new Set<string>())
    return answerKnown(batch, known)
  }

  const record = async (entry: AuditEntry): Promise<void> => {
    const made = toRecord(entry, clock())
    if (made.once === undefined) return recordPast(made)
    const key = `${made.trail} ${made.once}`
    const pending = repeated.get(key) ?? recordPast(made)
    repeated.set(key, pending)
    try {
      await pending
    } catch (error) {
      repeated.delete(key)
      throw error
    }
  }

  return {
    start: () => store.prepare(),
    record,
    recordPast,
    note: (entry) => {
      record(entry).catch((error: unknown) => {
        logger.error({ name: (error as Error).name, kind: entry.kind }, 'not recorded')
      })
    },
    stop: async () => {
      while (running) await running
    },
  }
}

/** Answers what is recorded, and what has waited for too long. @returns the rest */
function answerKnown(batch: readonly Waiting[], known: ReadonlySet<string>): readonly Waiting[] {
  return batch.filter(({ record, giveUpAt, resolve, reject }) => {
    if (known.has(record._id)) {
      resolve()
      return false
    }
    const late = performance.now() > giveUpAt
    if (late) reject(new DomainError('unavailable'))
    return !late
  })
}
