import type { LogStore, Rejection, StoredChange } from './ports.ts'
import { sleep, type Timings } from './timings.ts'

export interface Outcome {
  /** How many of the changes are stored, from the first one on. The others never will be. */
  readonly durable: number
  /** What refused the first one that is not. */
  readonly rejection?: Rejection | undefined
}

/**
 * Finds out what became of an append that nobody answered: reads what the store holds in its place, and sends what is
 * missing again, the same documents, until each of them is stored or its place is taken. A copy of the first sending
 * that arrives late finds its `_id` and its `seq` taken, so that nothing happens twice.
 */
export async function recoverOutcome(
  store: Pick<LogStore, 'read' | 'append'>,
  changes: readonly StoredChange[],
  timings: Pick<Timings, 'retryMs'>,
): Promise<Outcome> {
  const [first] = changes
  if (!first) return { durable: 0 }
  for (let attempt = 0; ; attempt += 1) {
    try {
      const stored = await store.read(first.stream, first.seq - 1, changes.length)
      const foreign = stored.findIndex((change, i) => change._id !== changes[i]?._id)
      if (foreign >= 0) return { durable: foreign, rejection: { index: foreign, duplicate: 'seq' } }
      if (stored.length === changes.length) return { durable: changes.length }
      const [rejection] = await store.append(changes.slice(stored.length), true)
      if (!rejection) return { durable: changes.length }
      const index = stored.length + rejection.index
      // `_id` is verified before the other indexes: this one is not stored, and its command or entity is elsewhere.
      const elsewhere = rejection.duplicate === 'command' || rejection.duplicate === 'entity'
      if (elsewhere) return { durable: index, rejection: { ...rejection, index } }
      // Its place was taken between reading and sending: by its own first copy, or by another change.
      await sleep(timings.retryMs / 10)
    } catch {
      await sleep(timings.retryMs * Math.min(2 ** attempt, 10))
    }
  }
}
