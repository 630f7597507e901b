import type { StreamName } from '@colloque/domain'
import type { MarkStore } from './ports.ts'

export interface Marks {
  /** Resolves once the other nodes can see that this one may append to the stream. */
  ensure(stream: StreamName): Promise<void>
  /** True from then on until the stream is given back: this node projects it. */
  has(stream: StreamName): boolean
  release(streams: readonly StreamName[]): Promise<void>
  /** This node has just shown that it lives: its marks are trusted for another lease. */
  renew(): void
}

/**
 * The marks that this node holds. Others remove the marks of a node that has long stood still; one that wakes up after
 * such a pause must not trust its own, so that they are only good for a lease.
 */
export function createMarks(options: { store: MarkStore; node: string; leaseMs: number }): Marks {
  const { store, node, leaseMs } = options
  /** The lease under which each stream was marked. */
  const marked = new Map<StreamName, number>()
  let lease = 0
  let wanted = new Map<StreamName, Promise<void>>()
  let leaseEnd = -Infinity
  // Marking and releasing take turns: overtaking each other on two connections would lose a mark.
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work)
    turn = done.catch(() => undefined)
    return done
  }

  function want(stream: StreamName): Promise<void> {
    const asked = wanted.get(stream)
    if (asked) return asked
    const gathering = wanted
    const first = [...gathering.values()][0]
    const done =
      first ??
      inTurn(async () => {
        wanted = new Map()
        const streams = [...gathering.keys()]
        await store.mark(streams, node)
        for (const name of streams) marked.set(name, lease)
      })
    gathering.set(stream, done)
    return done
  }

  /** What was marked under an earlier lease may be gone; it is still to be given back. */
  function expire(): void {
    if (performance.now() > leaseEnd) lease += 1
  }

  return {
    async ensure(stream) {
      expire()
      if (marked.get(stream) !== lease) await want(stream)
    },
    has: (stream) => marked.has(stream),
    async release(streams) {
      for (const stream of streams) marked.delete(stream)
      try {
        await inTurn(() => store.unmark(streams, node))
      } catch (error) {
        for (const stream of streams) if (!marked.has(stream)) marked.set(stream, -1)
        throw error
      }
    },
    renew() {
      expire()
      leaseEnd = performance.now() + leaseMs
    },
  }
}
