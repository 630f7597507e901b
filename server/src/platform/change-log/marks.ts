import type { StreamName } from '@colloque/domain'
import { markId } from './ids.ts'
import type { Mark, MarkStore } from './ports.ts'

export interface Marks {
  /** Resolves once the other nodes can see that this one may append to the stream. */
  ensure(stream: StreamName): Promise<void>
  /** True from then on until the stream is given back: this node projects it. */
  has(stream: StreamName): boolean
  /** What a former life has left: it is given back with what is marked from now on. */
  adopt(left: readonly Mark[]): void
  release(streams: readonly StreamName[]): Promise<void>
  /** This node has just shown that it lives: its marks are trusted for another lease. */
  renew(): void
}

interface Marked {
  /** All that may be stored: the one that counts, and others to be taken away with it. */
  readonly ids: ReadonlySet<string>
  /** Under which it was marked; of a mark that is perhaps not there, none. */
  readonly lease: number | undefined
}

/**
 * The marks that this node holds. Others remove the marks of a node that has long stood still; one that wakes up after
 * such a pause must not trust its own, so that they are only good for a lease.
 */
export function createMarks(options: { store: MarkStore; node: string; leaseMs: number }): Marks {
  const { store, node, leaseMs } = options
  const marked = new Map<StreamName, Marked>()
  /** Marks that were sent, and perhaps not stored: the next attempt sends the same, so that they do not pile up. */
  const sent = new Map<StreamName, { readonly id: string; readonly at: number }>()
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

  function note(stream: StreamName, ids: Iterable<string>, under: number | undefined): void {
    marked.set(stream, { ids: new Set([...(marked.get(stream)?.ids ?? []), ...ids]), lease: under })
  }

  /** After a pause in which others may have begun to remove it, one that was sent before is not sent again. */
  function idToSend(stream: StreamName): string {
    const now = performance.now()
    const before = sent.get(stream)
    if (before && now - before.at < leaseMs) return before.id
    const id = markId(node, stream)
    sent.set(stream, { id, at: now })
    return id
  }

  async function mark(streams: readonly StreamName[]): Promise<void> {
    const made = streams.map((stream) => ({ id: idToSend(stream), stream, node }))
    // Whatever becomes of it, it is to be given back.
    for (const { id, stream } of made) note(stream, [id], undefined)
    await store.mark(made)
    for (const { id, stream } of made) {
      sent.delete(stream)
      if (marked.get(stream)?.ids.has(id)) note(stream, [], lease)
    }
  }

  function want(stream: StreamName): Promise<void> {
    const asked = wanted.get(stream)
    if (asked) return asked
    const gathering = wanted
    const first = [...gathering.values()][0]
    const done =
      first ??
      inTurn(() => {
        wanted = new Map()
        return mark([...gathering.keys()])
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
      if (marked.get(stream)?.lease !== lease) await want(stream)
    },
    has: (stream) => marked.has(stream),
    adopt(left) {
      for (const { id, stream } of left) note(stream, [id], marked.get(stream)?.lease)
    },
    async release(streams) {
      const released = streams.flatMap((stream) => {
        const held = marked.get(stream)
        return held ? [{ stream, ids: held.ids }] : []
      })
      for (const { stream } of released) {
        marked.delete(stream)
        sent.delete(stream)
      }
      try {
        await inTurn(() => store.unmark(released.flatMap(({ ids }) => [...ids])))
      } catch (error) {
        for (const { stream, ids } of released) note(stream, ids, marked.get(stream)?.lease)
        throw error
      }
    },
    renew() {
      expire()
      leaseEnd = performance.now() + leaseMs
    },
  }
}
