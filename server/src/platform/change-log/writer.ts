import type { LogStore, Rejection, StoredChange } from './ports.ts'

/** Changes that one insert carries. */
const MOST_CHANGES = 256
/** Inserts under way: while the engine journals one, the next one gathers. */
const AT_ONCE = 2

export interface Writer {
  /**
   * @param changes of one stream, each chained on the one before
   * @returns the rejection that stopped it: the changes before are durable, it and those after are not stored
   * @throws when the outcome is unknown
   */
  append(changes: readonly StoredChange[]): Promise<Rejection | undefined>
}

interface Batch {
  readonly changes: readonly StoredChange[]
  readonly resolve: (rejection: Rejection | undefined) => void
  readonly reject: (error: unknown) => void
}

/**
 * The batches of different streams share ordered inserts. A rejection stops the insert, so that no stream gets a gap;
 * the batches behind it were not tried, and travel with the next one.
 */
export function createWriter(store: Pick<LogStore, 'append'>): Writer {
  let waiting: Batch[] = []
  let underWay = 0

  function take(): Batch[] {
    let count = 0
    const fitting = waiting.findIndex(({ changes }) => (count += changes.length) > MOST_CHANGES)
    const taken = fitting < 0 ? waiting : waiting.slice(0, Math.max(fitting, 1))
    waiting = waiting.slice(taken.length)
    return taken
  }

  async function send(): Promise<void> {
    underWay += 1
    // The batches of a turn travel together.
    await Promise.resolve()
    const batches = take()
    try {
      if (batches.length === 0) return
      const [rejection] = await store.append(
        batches.flatMap((batch) => batch.changes),
        true,
      )
      waiting.unshift(...settle(batches, rejection))
    } catch (error) {
      for (const { reject } of batches) reject(error)
    } finally {
      underWay -= 1
      pump()
    }
  }

  function pump(): void {
    if (waiting.length > 0 && underWay < AT_ONCE) void send()
  }

  return {
    append: (changes) =>
      new Promise((resolve, reject) => {
        waiting.push({ changes, resolve, reject })
        pump()
      }),
  }
}

/** Answers the batches that were tried. @returns those that were not */
function settle(batches: readonly Batch[], rejection: Rejection | undefined): Batch[] {
  let before = 0
  for (const [i, { changes, resolve }] of batches.entries()) {
    if (rejection && rejection.index < before + changes.length) {
      resolve({ ...rejection, index: rejection.index - before })
      return batches.slice(i + 1)
    }
    before += changes.length
    resolve(undefined)
  }
  return []
}
