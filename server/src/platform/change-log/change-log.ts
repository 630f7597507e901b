import { DomainError, parseStream, type Change, type StreamName } from '@colloque/domain'
import { LRUCache } from 'lru-cache'
import { AppendQueue } from './append-queue.ts'
import { createFoldSnapshots } from './fold-snapshots.ts'
import { createFollower } from './follower.ts'
import { parseUuid } from './ids.ts'
import { createMarks } from './marks.ts'
import type { Stores } from './ports.ts'
import { createProjector } from './projector.ts'
import { createReactors } from './reactor.ts'
import { rebuildProjection } from './rebuild.ts'
import { withoutRedacted } from './redacted.ts'
import { createRegistry, type HeldStream } from './registry.ts'
import { toChange } from './stored-change.ts'
import { Stream } from './stream.ts'
import { TIMINGS, withinTime, type Timings } from './timings.ts'
import type {
  Appended,
  ChangeLog,
  CommandToAppend,
  Doorbell,
  FaultPoints,
  LogSink,
  ProjectionDefinition,
  ReactorDefinition,
  Upcaster,
} from './types.ts'
import { createWriter } from './writer.ts'

const EXPIRE_EVERY_MS = 100

export interface ChangeLogSettings {
  /** Name of this process: unique among those that live, and best kept over restarts. */
  readonly node: string
  readonly clock: () => Date
  readonly projections: readonly ProjectionDefinition[]
  readonly reactors: readonly ReactorDefinition[]
  readonly logger: LogSink
  readonly upcasters?: readonly Upcaster[]
  readonly doorbell?: Doorbell
  readonly faults?: FaultPoints
  readonly timings?: Partial<Timings>
  readonly random?: () => number
  /** Streams kept in memory; busy ones stay beyond it. */
  readonly heldStreams?: number
  /** Changes of a stream between two snapshots of its fold. */
  readonly snapshotEvery?: number
  /** Streams that somebody listens to here: never forgotten, since their changes have to be heard. */
  readonly isWatched?: (stream: StreamName) => boolean
}

/** The change log over any store that keeps the contract of `ports.ts`. */
export function createChangeLogOn(stores: Stores, settings: ChangeLogSettings): ChangeLog {
  const {
    node,
    clock,
    projections,
    logger,
    doorbell,
    upcasters = [],
    faults = {},
    random = Math.random,
  } = settings
  const timings = { ...TIMINGS, ...settings.timings }
  const listeners = new Set<(change: Change) => void>()
  const places = new LRUCache<string, StreamName>({ max: 50_000 })
  const marks = createMarks({ store: stores.marks, node, leaseMs: timings.leaseMs })
  const writer = createWriter(stores.log)
  let verified = false
  /** Who waits for the store to answer again: a stream, the projector, the follower. */
  const failing = new Set<string>()
  const executing = new Set<Promise<Appended>>()
  let open = false
  let expiring: NodeJS.Timeout | undefined
  let stopListening: () => void = () => undefined
  const health =
    (who: string) =>
    (answers: boolean): void => {
      if (answers) failing.delete(who)
      else failing.add(who)
    }

  const snapshots = createFoldSnapshots({
    folds: stores.folds,
    log: stores.log,
    version: upcasters.length + 1,
    every: settings.snapshotEvery ?? 2000,
    logger,
  })

  const projector = createProjector({
    log: stores.log,
    store: stores.projections,
    projections,
    snapshots,
    checkpoints: (stream) => reactors.checkpoints(stream),
    timings,
    faults,
    logger,
    onHealth: health('projector'),
  })

  const registry = createRegistry({ limit: settings.heldStreams ?? 5000, make: makeHeld })

  const reactors = createReactors({
    store: stores.projections,
    reactors: settings.reactors,
    execute,
    changesSince: async (stream, since, limit) => (await changesSince(stream, since, limit)).changes,
    timings,
    clock,
    logger,
    onProgress: projector.touch,
  })

  const follower = createFollower({
    node,
    store: stores.marks,
    marks,
    registry,
    projector,
    reactors,
    timings,
    logger,
    isWatched: settings.isWatched ?? (() => false),
    onHealth: health('follower'),
  })

  function makeHeld(name: StreamName, published: number | undefined): HeldStream {
    const stream = new Stream({
      ...{ name, store: stores.log, upcasters, publish, published },
      restore: snapshots.restore,
    })
    const queue = new AppendQueue({
      stream,
      store: stores.log,
      writer,
      upcasters,
      timings,
      clock,
      random,
      faults,
      log: logger,
      ensureMarked: (to) => marks.ensure(to.name),
      onHealth: health(name),
    })
    return { stream, queue }
  }

  function publish(change: Change, stream: Stream): void {
    void faults.beforePublish?.(stream.name)
    for (const { id, rev } of change.entities) if (rev === 1) places.set(id, stream.name)
    for (const listener of listeners) {
      try {
        listener(change)
      } catch (error) {
        logger.error({ err: error, stream: change.stream, seq: change.seq }, 'a listener failed')
      }
    }
    // The node that holds the mark projects; the others only when that one stands still.
    if (!marks.has(stream.name)) return
    projector.touch(stream)
    reactors.touch(stream)
    doorbell?.ring(stream.name, change.seq)
  }

  async function held(name: StreamName): Promise<HeldStream> {
    if (!parseStream(name)) throw new DomainError('not_found')
    try {
      return await registry.open(name)
    } catch (error) {
      logger.warn({ err: error, stream: name }, 'a stream could not be loaded')
      throw new DomainError('unavailable')
    }
  }

  async function execute(command: CommandToAppend): Promise<Appended> {
    const commandId = parseUuid(command.commandId)
    if (!commandId) throw new DomainError('invalid', { field: 'commandId' })
    if (!open) throw new DomainError('unavailable')
    const answer = held(command.stream).then(({ queue }) => queue.execute({ ...command, commandId }))
    executing.add(answer)
    try {
      return await answer
    } finally {
      executing.delete(answer)
    }
  }

  async function changesSince(name: StreamName, since: number, limit: number) {
    const { stream } = await held(name)
    await stream.pull()
    const recent = stream.tail.since(since, limit)
    if (recent) return { changes: recent, head: stream.seq }
    const stored = await stores.log.read(name, since, limit)
    const { fold } = stream
    return {
      changes: stored.map((change) => withoutRedacted(toChange(change, upcasters), fold)),
      head: stream.seq,
    }
  }

  return {
    get ready() {
      return verified && open && failing.size === 0
    },

    async start() {
      await stores.log.prepare()
      for (const { name, indexes = [] } of projections) await stores.projections.createIndexes(name, indexes)
      verified = true
      open = true
      clearInterval(expiring)
      expiring = setInterval(() => {
        const now = performance.now()
        for (const { queue } of registry.all()) queue.expire(now)
      }, EXPIRE_EVERY_MS)
      expiring.unref()
      stopListening =
        doorbell?.onRing(
          (name) =>
            void registry
              .held(name)
              ?.stream.pull()
              .catch(() => undefined),
        ) ?? stopListening
      await follower.start()
    },

    execute,

    async fold(name) {
      const { stream } = await held(name)
      await stream.pull()
      return stream.fold
    },

    cachedFold: (name) => registry.held(name)?.stream.fold,

    changesSince,

    async locate(entityId) {
      const known = places.get(entityId)
      if (known) return known
      const place = await stores.log.locate(entityId)
      if (place) places.set(entityId, place)
      return place
    },

    async historyOf(entityId) {
      const stored = await stores.log.changesOf(entityId)
      const [first] = stored
      if (!first) return []
      const { stream } = await held(first.stream)
      return stored.flatMap((change) => {
        const { seq, kind, by, at, entities } = withoutRedacted(toChange(change, upcasters), stream.fold)
        return entities
          .filter(({ id }) => id === entityId)
          .map((entity) => ({ ...entity, seq, kind, by, at }))
      })
    },

    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },

    async catchUp(name) {
      const { stream } = await held(name)
      await stream.pull()
      return projector.flush(stream)
    },

    async rebuild(projection) {
      const definition = projections.find(({ name }) => name === projection)
      if (!definition) throw new DomainError('not_found', { projection })
      await rebuildProjection(definition, stores.log, stores.projections, async (name) => {
        const stream =
          registry.held(name)?.stream ??
          new Stream({ name, store: stores.log, upcasters, publish: () => undefined })
        await stream.pull()
        return stream
      })
    },

    async stop() {
      open = false
      stopListening()
      await Promise.allSettled(executing)
      // What the store does not answer is left to whoever takes over: the log and its marks hold it.
      const finish = async (): Promise<void> => {
        for (const { queue } of registry.all()) await queue.settle()
        await reactors.settle()
        await projector.settle()
        await snapshots.settle()
        await follower.stop()
      }
      await withinTime(finish(), timings.unknownMs).catch((error: unknown) => {
        logger.warn({ err: error, node }, 'stopped before everything was finished')
      })
      clearInterval(expiring)
    },
  }
}
