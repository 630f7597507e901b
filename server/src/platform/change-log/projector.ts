import type { EntityState, StreamName } from '@colloque/domain'
import type { FoldSnapshots } from './fold-snapshots.ts'
import type { LogStore, ProjectionStore, Row } from './ports.ts'
import type { Stream } from './stream.ts'
import { sleep, type Timings } from './timings.ts'
import type { FaultPoints, LogSink, ProjectionDefinition } from './types.ts'

/** Streams projected together. */
const STREAMS_AT_ONCE = 128
/** Documents that one write carries. */
const ROWS_AT_ONCE = 500
/** Entities whose words leave the log at a time: a case that is erased has thousands. */
const REDACTED_AT_ONCE = 16

export interface Projector {
  /** Projects the stream soon. */
  touch(stream: Stream): void
  /** Projects the stream up to what is folded now. @returns the projected seq */
  flush(stream: Stream): Promise<number>
  /** Resolves once every stream is projected up to what is folded now. */
  flushAll(): Promise<void>
  settle(): Promise<void>
}

export interface ProjectorOptions {
  readonly log: Pick<LogStore, 'redact'>
  readonly store: ProjectionStore
  readonly projections: readonly ProjectionDefinition[]
  readonly snapshots: Pick<FoldSnapshots, 'touch' | 'redact'>
  /** Where the reactors are in a stream: saved together with its projections. */
  readonly checkpoints: (stream: StreamName) => Readonly<Record<string, number>>
  readonly timings: Pick<Timings, 'projectMs' | 'retryMs'>
  readonly faults: FaultPoints
  readonly logger: LogSink
  readonly onHealth: (healthy: boolean) => void
}

/** What a projection holds of an entity at its present state. */
export function rowOf(definition: ProjectionDefinition, entity: EntityState, stream: StreamName): Row {
  const fields = entity.after === null ? null : definition.toDocument(entity, stream)
  const { id, rev, seq, createdSeq } = entity
  return { id, rev, stream, document: fields && { ...fields, _id: id, stream, rev, seq, createdSeq } }
}

/**
 * Brings the collections up to the folds, many streams and changes at a time: only the last state of an entity is
 * written. What is written twice, or late, or by two nodes, changes nothing.
 */
export function createProjector(options: ProjectorOptions): Projector {
  const { store, projections, timings, logger, onHealth } = options
  const touched = new Set<Stream>()
  let inHand: readonly Stream[] = []
  let waiters: { stream: Stream; seq: number; resolve: () => void }[] = []
  let running: Promise<void> | undefined
  let hurry: () => void = () => undefined

  async function loadProgress(streams: readonly Stream[]): Promise<void> {
    const unknown = streams.filter((stream) => !stream.dirty)
    if (unknown.length === 0) return
    const known = await store.progress(unknown.map((stream) => stream.name))
    const seqs = new Map(known.map((progress) => [progress.stream, progress.seq]))
    for (const stream of unknown) {
      stream.projected = Math.max(stream.projected, seqs.get(stream.name) ?? 0)
      stream.dirty ??= new Set(stream.fold.changedSince(stream.projected))
    }
  }

  async function project(streams: readonly Stream[]): Promise<void> {
    await loadProgress(streams)
    const rows = new Map(projections.map((definition) => [definition, [] as Row[]]))
    const redacted: { stream: Stream; entity: EntityState }[] = []
    // One turn: what is taken here is the state at exactly this seq of each stream.
    const taken = streams.map((stream) => ({
      stream,
      seq: stream.seq,
      ids: stream.dirty ?? new Set<string>(),
    }))
    for (const { stream, ids } of taken) {
      stream.dirty = new Set()
      for (const id of ids) {
        const entity = stream.fold.find(id)
        if (!entity) continue
        if (entity.after === null) redacted.push({ stream, entity })
        for (const [definition, list] of rows) {
          if (definition.types.includes(entity.type)) list.push(rowOf(definition, entity, stream.name))
        }
      }
    }
    try {
      await redactAll(options.log, redacted)
      for (const stream of new Set(redacted.map((one) => one.stream))) await options.snapshots.redact(stream)
      for (const { stream } of taken) await options.faults.beforeProject?.(stream.name)
      await Promise.all([...rows].map(([definition, list]) => writeRows(store, definition.name, list)))
      await store.advance(
        taken.map(({ stream, seq }) => ({
          stream: stream.name,
          seq,
          reactors: options.checkpoints(stream.name),
        })),
      )
    } catch (error) {
      for (const { stream, ids } of taken) for (const id of ids) stream.dirty?.add(id)
      throw error
    }
    for (const { stream, seq } of taken) {
      stream.projected = Math.max(stream.projected, seq)
      options.snapshots.touch(stream)
    }
  }

  async function run(): Promise<void> {
    while (touched.size > 0) {
      if (waiters.length === 0)
        await Promise.race([sleep(timings.projectMs), new Promise<void>((go) => (hurry = go))])
      const streams = [...touched].slice(0, STREAMS_AT_ONCE)
      for (const stream of streams) touched.delete(stream)
      inHand = streams
      try {
        await project(streams)
        onHealth(true)
      } catch (error) {
        onHealth(false)
        logger.error({ err: error }, 'projecting failed')
        for (const stream of streams) touched.add(stream)
        await sleep(timings.retryMs)
      }
      inHand = []
      const done = waiters.filter(({ stream, seq }) => stream.projected >= seq)
      waiters = waiters.filter(({ stream, seq }) => stream.projected < seq)
      for (const { resolve } of done) resolve()
    }
  }

  function touch(stream: Stream): void {
    touched.add(stream)
    running ??= run().finally(() => {
      running = undefined
      const [left] = touched
      if (left) touch(left)
    })
  }

  async function flush(stream: Stream): Promise<number> {
    if (!stream.dirty) await loadProgress([stream])
    const seq = stream.seq
    if (stream.projected < seq) {
      const done = new Promise<void>((resolve) => waiters.push({ stream, seq, resolve }))
      touch(stream)
      hurry()
      await done
    }
    return stream.projected
  }

  return {
    touch,
    flush,
    async flushAll() {
      await Promise.all([...new Set([...touched, ...inHand])].map(flush))
    },
    async settle() {
      hurry()
      while (running) await running
    },
  }
}

async function redactAll(
  log: Pick<LogStore, 'redact'>,
  redacted: readonly { readonly stream: Stream; readonly entity: EntityState }[],
): Promise<void> {
  for (let from = 0; from < redacted.length; from += REDACTED_AT_ONCE) {
    const some = redacted.slice(from, from + REDACTED_AT_ONCE)
    await Promise.all(some.map(({ stream, entity }) => log.redact(stream.name, entity.id, entity.rev)))
  }
}

export async function writeRows(
  store: ProjectionStore,
  collection: string,
  rows: readonly Row[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await store.write(collection, rows.slice(from, from + ROWS_AT_ONCE))
  }
}
