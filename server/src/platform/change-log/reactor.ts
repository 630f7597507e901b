import { DomainError, type Change, type ErrorCode, type StreamName } from '@colloque/domain'
import { reactorCommandId } from './ids.ts'
import type { ProjectionStore } from './ports.ts'
import type { Stream } from './stream.ts'
import { sleep, type Timings } from './timings.ts'
import type { Appended, CommandToAppend, LogObserver, LogSink, ReactorDefinition } from './types.ts'

const PAGE = 200
/** Refusals that say nothing about the command: it is tried again. */
const PASSING: readonly ErrorCode[] = ['busy', 'unavailable', 'unknown_outcome', 'storage_full', 'internal']

export interface Reactors {
  /** Reacts soon to the changes of the stream that were not reacted to yet. */
  touch(stream: Stream): void
  /** True when every reactor has passed the stream's last change. */
  done(stream: Stream): boolean
  /** The checkpoints to save; empty where nothing was reacted to yet. */
  checkpoints(stream: StreamName): Readonly<Record<string, number>>
  forget(stream: StreamName): void
  settle(): Promise<void>
}

export interface ReactorOptions {
  readonly store: Pick<ProjectionStore, 'progress' | 'recordRefusal'>
  readonly reactors: readonly ReactorDefinition[]
  readonly execute: (command: CommandToAppend) => Promise<Appended>
  readonly changesSince: (stream: StreamName, since: number, limit: number) => Promise<Change[]>
  readonly timings: Pick<Timings, 'retryMs'>
  readonly clock: () => Date
  readonly logger: LogSink
  readonly observer: LogObserver
  /** Runs what follows from a change under its name, for the lines that are logged meanwhile. */
  readonly under: (change: Change, work: () => Promise<void>) => Promise<void>
  /** Checkpoints moved: they are saved with the stream's projections. */
  readonly onProgress: (stream: Stream) => void
}

/**
 * Runs what follows from changes. A checkpoint is written behind, never ahead: after a crash some changes are reacted
 * to again, under the same ids, so that nothing happens twice. A stream waits behind its own failures only.
 */
export function createReactors(options: ReactorOptions): Reactors {
  const { store, reactors, timings, logger, observer } = options
  const names = reactors.map((reactor) => reactor.name)
  const positions = new Map<StreamName, Map<string, number>>()
  const running = new Map<StreamName, Promise<void>>()
  let stopping = false

  async function positionsOf(stream: Stream): Promise<Map<string, number>> {
    const held = positions.get(stream.name)
    if (held) return held
    const [progress] = await store.progress([stream.name])
    // A reactor that is new in this release does not react to what happened before it came.
    const start = progress && Object.keys(progress.reactors).length > 0 ? progress.seq : 0
    const loaded = new Map(names.map((name) => [name, progress?.reactors[name] ?? start]))
    positions.set(stream.name, loaded)
    return loaded
  }

  async function runCommands(reactor: ReactorDefinition, change: Change): Promise<void> {
    const commands = (await reactor.on?.(change)) ?? []
    for (const [n, command] of commands.entries()) {
      const commandId = reactorCommandId(reactor.name, `${change.stream} ${change.seq}`, n)
      try {
        await options.execute({ ...command, commandId, by: `system:${reactor.name}` })
      } catch (error) {
        if (!(error instanceof DomainError) || PASSING.includes(error.code)) throw error
        const at = options.clock().toISOString()
        const source = { reactor: reactor.name, stream: change.stream, seq: change.seq }
        await store.recordRefusal({ commandId, ...source, code: error.code, at })
        observer.onReactionFailed?.(reactor.name, 'refused')
      }
    }
  }

  /** @returns false where a reactor failed and has to be tried again */
  async function react(stream: Stream): Promise<boolean> {
    const at = await positionsOf(stream)
    while (!stopping) {
      const from = Math.min(...at.values())
      if (from >= stream.seq) return true
      const changes = await options.changesSince(stream.name, from, PAGE)
      const last = changes.at(-1)
      if (!last) return true
      // One reactor that fails must not hold up the others.
      let failed = false
      for (const reactor of reactors) {
        await reactTo(reactor, changes, at).catch(() => (failed = true))
      }
      options.onProgress(stream)
      if (failed) return false
    }
    return true
  }

  async function reactTo(
    reactor: ReactorDefinition,
    changes: Change[],
    at: Map<string, number>,
  ): Promise<void> {
    for (const change of changes) {
      if (change.seq <= (at.get(reactor.name) ?? 0)) continue
      await options.under(change, () => reactToOne(reactor, change))
      at.set(reactor.name, change.seq)
    }
  }

  async function reactToOne(reactor: ReactorDefinition, change: Change): Promise<void> {
    try {
      if (reactor.on) await runCommands(reactor, change)
      if (reactor.effect) await reactor.effect(change)
    } catch (error) {
      observer.onReactionFailed?.(reactor.name, 'failed')
      const { stream, seq } = change
      logger.error({ err: error, reactor: reactor.name, stream, seq }, 'a reactor failed')
      throw error
    }
  }

  async function reactUntilDone(stream: Stream): Promise<void> {
    // Changes of the same moment share one checkpoint.
    await sleep(0)
    for (let attempt = 0; !stopping; attempt += 1) {
      try {
        if (await react(stream)) return
      } catch (error) {
        logger.error({ err: error, stream: stream.name }, 'reactors could not read a stream')
      }
      await sleep(timings.retryMs * Math.min(2 ** attempt, 50))
    }
  }

  function touch(stream: Stream): void {
    if (reactors.length === 0 || stopping || running.has(stream.name)) return
    running.set(
      stream.name,
      reactUntilDone(stream).finally(() => {
        running.delete(stream.name)
        if (!stopping && !done(stream)) touch(stream)
      }),
    )
  }

  function done(stream: Stream): boolean {
    if (reactors.length === 0) return true
    const at = positions.get(stream.name)
    return at !== undefined && !running.has(stream.name) && Math.min(...at.values()) >= stream.seq
  }

  return {
    touch,
    done,
    checkpoints: (stream) => Object.fromEntries(positions.get(stream) ?? []),
    forget: (stream) => void positions.delete(stream),
    async settle() {
      stopping = true
      await Promise.all(running.values())
    },
  }
}
