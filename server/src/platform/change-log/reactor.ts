import { DomainError, type Change, type ErrorCode, type StreamName } from '@colloque/domain'
import { reactorCommandId } from './ids.ts'
import type { ProjectionStore } from './ports.ts'
import type { Stream } from './stream.ts'
import { sleep, type Timings } from './timings.ts'
import type { Appended, CommandToAppend, LogSink, ReactorDefinition } from './types.ts'

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
  /** Checkpoints moved: they are saved with the stream's projections. */
  readonly onProgress: (stream: Stream) => void
}

/**
 * Runs what follows from changes. A checkpoint is written behind, never ahead: after a crash some changes are reacted
 * to again, under the same ids, so that nothing happens twice. A stream waits behind its own failures only.
 */
export function createReactors(options: ReactorOptions): Reactors {
  const { store, reactors, timings, logger } = options
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
      }
    }
  }

  async function react(stream: Stream): Promise<void> {
    const at = await positionsOf(stream)
    while (!stopping) {
      const from = Math.min(...at.values())
      if (from >= stream.seq) return
      const changes = await options.changesSince(stream.name, from, PAGE)
      const last = changes.at(-1)
      if (!last) return
      // One reactor that fails must not hold up the others.
      const failures: unknown[] = []
      for (const reactor of reactors) {
        await reactTo(reactor, changes, at).catch((error: unknown) => failures.push(error))
      }
      options.onProgress(stream)
      if (failures.length > 0) throw failures[0]
    }
  }

  async function reactTo(
    reactor: ReactorDefinition,
    changes: Change[],
    at: Map<string, number>,
  ): Promise<void> {
    for (const change of changes) {
      if (change.seq <= (at.get(reactor.name) ?? 0)) continue
      await runCommands(reactor, change)
      await reactor.effect?.(change)
      at.set(reactor.name, change.seq)
    }
  }

  async function reactUntilDone(stream: Stream): Promise<void> {
    // Changes of the same moment share one checkpoint.
    await sleep(0)
    for (let attempt = 0; !stopping; attempt += 1) {
      try {
        return await react(stream)
      } catch (error) {
        logger.error({ err: error, stream: stream.name }, 'a reactor failed')
        await sleep(timings.retryMs * Math.min(2 ** attempt, 50))
      }
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
