import { DomainError, parseStream, type Change, type StreamName } from '@colloque/domain'
import { LRUCache } from 'lru-cache'
import { ALWAYS_OPEN, type Fence } from '../fence.ts'
import { AppendQueue } from './append-queue.ts'
import { createFoldSnapshots } from './fold-snapshots.ts'
import { readFigures } from './figures.ts'
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
  ChangeOrigin,
  CommandToAppend,
  Doorbell,
  FaultPoints,
  LogObserver,
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
  /** Closed while this node does not know what the others have stored: nothing is decided then. */
  readonly fence?: Fence
  readonly faults?: FaultPoints
  readonly timings?: Partial<Timings>
  readonly random?: () => number
  /** Streams kept in memory; busy ones stay beyond it. */
  readonly heldStreams?: number
  /** Changes of a stream between two snapshots of its fold. */
  readonly snapshotEvery?: number
  /** Streams that somebody listens to here: never forgotten, since their changes have to be heard. */
  readonly isWatched?: (stream: StreamName) => boolean
  /** For metrics. */
  readonly observer?: LogObserver
  /** Runs what follows from a change under its name, for the lines that are logged meanwhile. */
  readonly under?: (change: Change, work: () => Promise<void>) => Promise<void>
}

/** The change log over any store that keeps the contract of `ports.ts`. */
export function createChangeLogOn(stores: Stores, settings: ChangeLogSettings): ChangeLog {
  const {
    node,
    clock,
    projections,
    logger,
    doorbell,
    fence = ALWAYS_OPEN,
    upcasters = [],
    faults = {},
    observer = {},
    random = Math.random,
  } = settings
  const timings = { ...TIMINGS, ...settings.timings }
  const listeners = new Set<(change: Change, origin: ChangeOrigin) => void>()
  const places = new LRUCache<string, StreamName>({ max: 50_000 })
  const marks = createMarks({ store: stores.marks, node, leaseMs: timings.leaseMs })
  const writer = createWriter(stores.log)
  let verified = false
  /** Who waits for the store to answer again: a stream, the projector, the follower. */
  const failing = new Set<string>()
  const executing = new Set<Promise<Appended>>()
  let open = false
  let expiring: NodeJS.Timeout | undefined
  const listening: (() => void)[] = []
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
    // What touched them is folded: what is beyond will touch them again.
    changesSince: async (name, since, limit) => changesAfter((await held(name)).stream, since, limit),
    timings,
    clock,
    logger,
    observer,
    under: settings.under ?? ((_change, work) => work()),
    onProgress: projector.touch,
  })

  const follower = createFollower({
    node,
    store: stores.marks,
    log: stores.log,
    fence,
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
      fence,
      ensureMarked: (to) => marks.ensure(to.name),
      onHealth: health(name),
    })
    return { stream, queue }
  }

  function publish(change: Change, stream: Stream, origin: ChangeOrigin): void {
    void faults.beforePublish?.(stream.name)
    for (const { id, rev } of change.entities) if (rev === 1) places.set(id, stream.name)
    for (const listener of listeners) {
      try {
        listener(change, origin)
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

  /** What fails here is found again by the next look. */
  function hearRing(name: StreamName, seq: number): void {
    const stream = registry.held(name)?.stream
    if (stream && stream.seq < seq) stream.pull().catch(() => undefined)
  }

  function hearLoss(): void {
    follower.lookEverywhere().catch(() => undefined)
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
    const changes = await changesAfter(stream, since, limit)
    return { changes, head: stream.seq }
  }

  /** As far as the stream is folded here, at least. */
  async function changesAfter(stream: Stream, since: number, limit: number): Promise<Change[]> {
    const recent = stream.tail.since(since, limit)
    if (recent) return recent
    const stored = await stores.log.read(stream.name, since, limit)
    return stored.map((change) => withoutRedacted(toChange(change, upcasters), stream.fold))
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
      await follower.start()
      if (doorbell) listening.push(doorbell.onRing(hearRing), doorbell.onLost(hearLoss))
    },

    execute,

    async foldedUpTo(name, seq) {
      const stream = (await registry.arriving(name))?.stream
      if (stream && stream.seq < seq) await stream.pull()
    },

    otherNodes: follower.others,

    async fold(name) {
      const { stream } = await held(name)
      await stream.pull()
      return stream.fold
    },

    figures: () => ({
      ...readFigures({ held: registry.all(), marks, reactors, now: clock }),
      failing: failing.size,
    }),

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

    listed: () => projector.flushAll(),

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
      for (const stop of listening.splice(0)) stop()
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
