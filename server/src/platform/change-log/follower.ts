import type { StreamName } from '@colloque/domain'
import type { Marks } from './marks.ts'
import type { MarkStore } from './ports.ts'
import type { Projector } from './projector.ts'
import type { Reactors } from './reactor.ts'
import type { HeldStream, Registry } from './registry.ts'
import type { Timings } from './timings.ts'
import type { LogSink } from './types.ts'

export interface Follower {
  /** Takes over what this node left when it last stopped, then looks around at every interval. */
  start(): Promise<void>
  stop(): Promise<void>
}

export interface FollowerOptions {
  readonly node: string
  readonly store: MarkStore
  readonly marks: Marks
  readonly registry: Registry
  readonly projector: Projector
  readonly reactors: Reactors
  readonly timings: Timings
  readonly logger: LogSink
  readonly isWatched: (stream: StreamName) => boolean
  readonly onHealth: (healthy: boolean) => void
}

/**
 * Once per interval: shows the others that this node lives, pulls what they appended to the streams held here, looks
 * after the streams of nodes that died, and gives back its own quiet ones. Works without any clock but its own.
 */
export function createFollower(options: FollowerOptions): Follower {
  const { node, store, marks, registry, projector, reactors, timings, logger, isWatched, onHealth } = options
  const lastTurn = new Map<string, { turn: number; at: number }>()
  let turn = 0
  let lookedAt = performance.now()
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined

  /** @returns for how long each other node has stood still, in milliseconds */
  function observe(turns: ReadonlyMap<string, number>, marked: Iterable<string>): Map<string, number> {
    const now = performance.now()
    const still = new Map<string, number>()
    for (const name of new Set([...turns.keys(), ...marked])) {
      if (name === node) continue
      const seen = lastTurn.get(name)
      const current = turns.get(name) ?? -1
      if (!seen || seen.turn !== current) lastTurn.set(name, { turn: current, at: now })
      still.set(name, now - (lastTurn.get(name)?.at ?? now))
    }
    return still
  }

  async function takeOver(name: StreamName): Promise<boolean> {
    const { stream } = await registry.open(name)
    await stream.pull()
    await projector.flush(stream)
    // Touched only while there is something to react to: what runs is not done.
    if (!reactors.done(stream)) reactors.touch(stream)
    return reactors.done(stream)
  }

  async function look(): Promise<void> {
    turn += 1
    const turns = await store.beat(node, turn)
    marks.renew()
    const now = performance.now()
    const all = (await store.marks()).filter((mark) => mark.node !== node)
    const still = observe(turns, new Set(all.map((mark) => mark.node)))

    const alive = all.filter((mark) => (still.get(mark.node) ?? 0) < timings.deadMs)
    const grown = new Set(alive.map((mark) => mark.stream))
    // After a long absence, a stream may have been marked, changed and given back unseen.
    if (performance.now() - lookedAt > timings.quietMs / 2)
      for (const { stream } of registry.all()) grown.add(stream.name)
    for (const name of grown) await registry.held(name)?.stream.pull()
    lookedAt = now

    const orphans = all.filter((mark) => (still.get(mark.node) ?? 0) >= timings.deadMs)
    for (const orphan of orphans) {
      const done = await takeOver(orphan.stream)
      const gone = (still.get(orphan.node) ?? 0) >= timings.forgetMs
      if (done && gone) await store.unmark([orphan.stream], orphan.node)
    }
    for (const [name, ms] of still) {
      if (ms < timings.forgetMs || all.some((mark) => mark.node === name)) continue
      lastTurn.delete(name)
      if (turns.has(name)) await store.forget(name)
    }
    await giveBack()
  }

  function isQuiet({ stream, queue }: HeldStream): boolean {
    return queue.idle && performance.now() - stream.touchedAt >= timings.quietMs
  }

  async function giveBack(): Promise<void> {
    const quiet = [...registry.all()].filter((held) => marks.has(held.stream.name) && isQuiet(held))
    const finished = quiet.filter(({ stream }) => stream.projected >= stream.seq && reactors.done(stream))
    if (finished.length > 0) await marks.release(finished.map(({ stream }) => stream.name))
    // A stream that was taken over has checkpoints to find first.
    for (const { stream } of quiet) if (!reactors.done(stream)) reactors.touch(stream)
    const evicted = registry.evict(
      (held) => isQuiet(held) && !marks.has(held.stream.name) && !isWatched(held.stream.name),
    )
    for (const name of evicted) reactors.forget(name)
  }

  function lookAgain(): void {
    timer = setTimeout(() => {
      looking = look()
        .then(() => onHealth(true))
        .catch((error: unknown) => {
          onHealth(false)
          logger.warn({ err: error, node }, 'following the other nodes failed')
        })
        .finally(() => {
          if (timer) lookAgain()
        })
    }, timings.pollMs)
    timer.unref()
  }

  return {
    async start() {
      const turns = await store.beat(node, turn)
      marks.renew()
      const left = await store.marks()
      observe(turns, new Set(left.map((mark) => mark.node)))
      for (const { stream } of left.filter((mark) => mark.node === node)) {
        await marks.ensure(stream)
        await takeOver(stream)
      }
      lookAgain()
    },
    async stop() {
      clearTimeout(timer)
      timer = undefined
      await looking
      const own = [...registry.all()].map(({ stream }) => stream).filter((stream) => marks.has(stream.name))
      const finished = own.filter((stream) => stream.projected >= stream.seq && reactors.done(stream))
      await marks.release(finished.map((stream) => stream.name))
      // What is not finished keeps its mark, for whoever takes over.
      if (finished.length === own.length) await store.forget(node)
    },
  }
}
