import type { LogStore, Rejection, StoredChange } from './ports.ts'

/** Changes of different streams that one insert carries. */
const SHARED_LIMIT = 128
/** Shared inserts under way: while the engine journals one, the next one gathers. */
const SHARED_AT_ONCE = 2

export interface Writer {
  /**
   * @param changes of one stream, each chained on the one before
   * @returns the rejection that stopped it: the changes before are durable, it and those after are not stored
   * @throws when the outcome is unknown
   */
  append(changes: readonly StoredChange[]): Promise<Rejection | undefined>
}

interface Single {
  readonly change: StoredChange
  readonly resolve: (rejection: Rejection | undefined) => void
  readonly reject: (error: unknown) => void
}

/**
 * Batches of one stream are inserted in order on their own. Single changes of different streams share an unordered
 * insert: there, a stream has one change at most, so that no gap can come of a rejection.
 */
export function createWriter(store: Pick<LogStore, 'append'>): Writer {
  let waiting: Single[] = []
  let underWay = 0

  async function sendShared(): Promise<void> {
    underWay += 1
    // A turn's commands travel together.
    await Promise.resolve()
    const singles = waiting.slice(0, SHARED_LIMIT)
    waiting = waiting.slice(SHARED_LIMIT)
    try {
      if (singles.length === 0) return
      const changes = singles.map((single) => single.change)
      const rejections = new Map(
        (await store.append(changes, false)).map((rejection) => [rejection.index, rejection]),
      )
      singles.forEach(({ resolve }, i) => {
        const rejection = rejections.get(i)
        resolve(rejection && { ...rejection, index: 0 })
      })
    } catch (error) {
      for (const { reject } of singles) reject(error)
    } finally {
      underWay -= 1
      pump()
    }
  }

  function pump(): void {
    if (waiting.length > 0 && underWay < SHARED_AT_ONCE) void sendShared()
  }

  return {
    async append(changes) {
      const [change] = changes
      if (!change) return undefined
      if (changes.length > 1) return (await store.append(changes, true))[0]
      return new Promise((resolve, reject) => {
        waiting.push({ change, resolve, reject })
        pump()
      })
    },
  }
}
