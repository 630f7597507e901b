import type { StreamName } from '@colloque/domain'
import type { Fence } from '../fence.ts'
import type { Marks } from './marks.ts'
import type { LogStore, MarkStore } from './ports.ts'
import type { Projector } from './projector.ts'
import type { Reactors } from './reactor.ts'
import type { HeldStream, Registry } from './registry.ts'
import { createRound, type OnOutcome } from './round.ts'
import { withinTime, type Timings } from './timings.ts'
import type { Stream } from './stream.ts'
import type { LogSink } from './types.ts'

export interface Follower {
  /** Takes over what this node left when it last stopped, looks around, then does so at every interval. */
  start(): Promise<void>
  /** Looks at every tail, not only where the others say that they write: what told of them may have been lost. */
  lookEverywhere(): Promise<void>
  /** The other nodes that live, or are not known to have died. */
  others(): Promise<string[]>
  stop(): Promise<void>
}

export interface FollowerOptions {
  readonly node: string
  readonly store: MarkStore
  readonly log: Pick<LogStore, 'grown'>
  readonly fence: Fence
  readonly marks: Marks
  readonly registry: Registry
  readonly projector: Projector
  readonly reactors: Reactors
  readonly timings: Timings
  readonly logger: LogSink
  readonly isWatched: (stream: StreamName) => boolean
  readonly onHealth: (healthy: boolean) => void
}

/** Streams that are pulled side by side. */
const PULLED_AT_ONCE = 32

/**
 * Looks, several times a second, at what the others appended to the streams held here: a small read where nobody else
 * writes. Once per interval it shows the others that this node lives, looks after the streams of nodes that died, and
 * gives back its own quiet ones. Works without any clock but its own.
 */
export function createFollower(options: FollowerOptions): Follower {
  const { node, store, log, marks, registry, projector, reactors, timings, logger, isWatched, onHealth } =
    options
  const beginLook = options.fence.witness()
  const failing = new Set<string>()
  const lastTurn = new Map<string, { turn: number; at: number }>()
  let turn = 0
  let lookedAt = performance.now()
  let everywhere = false
  // On a connection whose other end hangs it would wait for ten seconds: the next one takes another.
  const lookSoon = (): Promise<void> => withinTime(look(), timings.appendMs)
  const looks = createRound(Math.min(timings.lookMs, timings.pollMs), lookSoon, reportTo('looking'))
  const rounds = createRound(timings.pollMs, goRound, reportTo('going round'))

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

  /** What was stored before it began is folded here when it is done. */
  async function look(): Promise<void> {
    const done = beginLook()
    const began = performance.now()
    const marked = new Set((await store.marks(node)).map(({ stream }) => stream))
    // After a long absence, a stream may have been marked, changed and given back unseen.
    const all = everywhere || performance.now() - lookedAt > timings.quietMs / 2
    everywhere = false
    const held = [...registry.all()].map(({ stream }) => stream)
    await pullGrown(all ? held : held.filter(({ name }) => marked.has(name))).catch((error: unknown) => {
      everywhere ||= all
      throw error
    })
    lookedAt = Math.max(began, lookedAt)
    done()
  }

  async function pullGrown(streams: readonly Stream[]): Promise<void> {
    if (streams.length === 0) return
    const grown = await log.grown(streams.map(({ name, seq }) => ({ stream: name, seq })))
    for (let from = 0; from < grown.length; from += PULLED_AT_ONCE) {
      const some = grown.slice(from, from + PULLED_AT_ONCE)
      await Promise.all(some.map((name) => registry.held(name)?.stream.pull()))
    }
  }

  async function goRound(): Promise<void> {
    turn += 1
    const turns = await store.beat(node, turn)
    marks.renew()
    const all = await store.marks(node)
    const still = observe(turns, new Set(all.map((mark) => mark.node)))

    const orphans = all.filter((mark) => (still.get(mark.node) ?? 0) >= timings.deadMs)
    for (const orphan of orphans) {
      const done = await takeOver(orphan.stream)
      const gone = (still.get(orphan.node) ?? 0) >= timings.forgetMs
      if (done && gone) await store.unmark([orphan.id])
    }
    for (const [name, ms] of still) {
      if (ms < timings.forgetMs || all.some((mark) => mark.node === name)) continue
      lastTurn.delete(name)
      if (turns.has(name)) await store.forget(name)
    }
    await giveBack()
  }

  function isQuiet({ stream, queue }: HeldStream): boolean {
    return queue.idle && !stream.isPulling && performance.now() - stream.touchedAt >= timings.quietMs
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

  function reportTo(what: string): OnOutcome {
    return (error) => {
      if (error === undefined) failing.delete(what)
      else failing.add(what)
      onHealth(failing.size === 0)
      if (error !== undefined) logger.warn({ err: error, node }, `${what} after the other nodes failed`)
    }
  }

  return {
    async start() {
      // It counts on where its former life stopped: the others see at once that it lives.
      turn = Math.max(turn, (await store.turns()).get(node) ?? 0) + 1
      const turns = await store.beat(node, turn)
      marks.renew()
      const left = await store.marks()
      observe(turns, new Set(left.map((mark) => mark.node)))
      const own = left.filter((mark) => mark.node === node)
      marks.adopt(own)
      for (const { stream } of own) {
        await marks.ensure(stream)
        await takeOver(stream)
      }
      await look()
      looks.start()
      rounds.start()
    },
    async lookEverywhere() {
      everywhere = true
      await looks.now()
    },
    async others() {
      const turns = await store.turns()
      const still = observe(turns, [])
      return [...turns.keys()].filter((name) => name !== node && (still.get(name) ?? 0) < timings.deadMs)
    },
    async stop() {
      await Promise.all([looks.stop(), rounds.stop()])
      const own = [...registry.all()].map(({ stream }) => stream).filter((stream) => marks.has(stream.name))
      const finished = own.filter((stream) => stream.projected >= stream.seq && reactors.done(stream))
      await marks.release(finished.map((stream) => stream.name))
      // What is not finished keeps its mark, for whoever takes over.
      if (finished.length === own.length) await store.forget(node)
    },
  }
}
