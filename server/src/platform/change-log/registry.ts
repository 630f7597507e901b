import type { StreamName } from '@colloque/domain'
import type { AppendQueue } from './append-queue.ts'
import type { Stream } from './stream.ts'

export interface HeldStream {
  readonly stream: Stream
  readonly queue: AppendQueue
}

export interface Registry {
  /** Loads the stream where it is not held. */
  open(name: StreamName): Promise<HeldStream>
  held(name: StreamName): HeldStream | undefined
  /** The stream where it is held, or is just being loaded. */
  arriving(name: StreamName): Promise<HeldStream> | undefined
  all(): Iterable<HeldStream>
  /** Forgets the streams that were not asked for longest, those that are quiet, until the limit holds. */
  evict(isQuiet: (held: HeldStream) => boolean): StreamName[]
}

/**
 * The streams in memory, at most `limit` of them unless more are busy. Of a stream that was forgotten, its last
 * published seq is kept: what others append meanwhile is published when it is loaded again.
 */
export function createRegistry(options: {
  readonly limit: number
  readonly make: (name: StreamName, published: number | undefined) => HeldStream
}): Registry {
  const loaded = new Map<StreamName, HeldStream>()
  const loading = new Map<StreamName, Promise<HeldStream>>()
  const published = new Map<StreamName, number>()

  async function load(name: StreamName): Promise<HeldStream> {
    const held = options.make(name, published.get(name))
    try {
      await held.stream.load()
      loaded.set(name, held)
      return held
    } finally {
      if (Number.isFinite(held.stream.published)) published.set(name, held.stream.published)
      loading.delete(name)
    }
  }

  return {
    async open(name) {
      const held = loaded.get(name)
      if (held) {
        // The order of the map is the order of the last use.
        loaded.delete(name)
        loaded.set(name, held)
        return held
      }
      const pending = loading.get(name) ?? load(name)
      if (!loaded.has(name)) loading.set(name, pending)
      return pending
    },

    held: (name) => loaded.get(name),
    arriving: (name) => {
      const held = loaded.get(name)
      return held ? Promise.resolve(held) : loading.get(name)
    },
    all: () => loaded.values(),

    evict(isQuiet) {
      const evicted: StreamName[] = []
      for (const [name, held] of loaded) {
        if (loaded.size <= options.limit) break
        if (!isQuiet(held)) continue
        loaded.delete(name)
        published.set(name, held.stream.published)
        evicted.push(name)
      }
      return evicted
    },
  }
}
