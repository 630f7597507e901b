import type { StreamName } from '@colloque/domain'
import type { MarkStore } from './ports.ts'

export interface Marks {
  /** Resolves once the other nodes can see that this one may append to the stream. */
  ensure(stream: StreamName): Promise<void>
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
  const marked = new Set<StreamName>()
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
        for (const name of streams) marked.add(name)
      })
    gathering.set(stream, done)
    return done
  }

  return {
    async ensure(stream) {
      if (performance.now() > leaseEnd) marked.clear()
      if (!marked.has(stream)) await want(stream)
    },
    has: (stream) => marked.has(stream),
    release(streams) {
      for (const stream of streams) marked.delete(stream)
      return inTurn(() => store.unmark(streams, node))
    },
    renew() {
      if (performance.now() > leaseEnd) marked.clear()
      leaseEnd = performance.now() + leaseMs
    },
  }
}
