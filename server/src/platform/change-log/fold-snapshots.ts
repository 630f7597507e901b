/**
 * Snapshots of folds keep the start short: a long stream begins at its latest snapshot, and folds the tail. They are
 * written behind by whoever projects, in parts by the time at which entities were made, so that a conversation that
 * grows writes its last parts alone. A snapshot is only trusted where the log still has the change that it stands at,
 * and never for anything that is verified; what it lacks or doubts is folded from the first change.
 */
import type { EntityState } from '@colloque/domain'
import type { Fold } from './fold.ts'
import type { FoldHead, FoldStore, LogStore } from './ports.ts'
import type { Stream } from './stream.ts'
import type { LogSink } from './types.ts'

export interface FoldSnapshots {
  /** Takes up the latest snapshot, where there is one that may be trusted. */
  restore(stream: Stream): Promise<void>
  /** Writes one soon, where the stream has grown by enough since the last. */
  touch(stream: Stream): void
  /** Resolves when no snapshot holds what the fold holds as redacted any more. */
  redact(stream: Stream): Promise<void>
  settle(): Promise<void>
}

export interface FoldSnapshotOptions {
  readonly folds: FoldStore
  readonly log: Pick<LogStore, 'read'>
  /** Of the shapes that are read now: a snapshot of another version is not. */
  readonly version: number
  /** Changes between two snapshots of a stream; what was made in as many changes shares a part. */
  readonly every: number
  readonly logger: LogSink
}

export function createFoldSnapshots(options: FoldSnapshotOptions): FoldSnapshots {
  const { folds, log, version, every, logger } = options
  const running = new Map<Stream, Promise<void>>()

  const partOf = ({ createdSeq }: EntityState): number => Math.floor((createdSeq - 1) / every)

  /** The parts of a fold in which something changed after `since`, as they stand in this turn. */
  function changedParts(fold: Fold, since: number): Map<number, EntityState[]> {
    const changed = new Map<number, EntityState[]>()
    for (const entity of fold.entities()) if (entity.seq > since) changed.set(partOf(entity), [])
    for (const entity of fold.entities()) changed.get(partOf(entity))?.push(entity)
    return changed
  }

  /** @returns false when another node was first */
  async function save(stream: Stream): Promise<boolean> {
    const base = stream.snapshot
    const previous = base?.seq ?? (await folds.head(stream.name))?.seq
    const { name, seq, hash, fold } = stream
    if (previous !== undefined && previous >= seq) return false
    stream.snapshotDue = seq + every
    const changed = changedParts(fold, base?.seq ?? 0)
    const kept = (base?.parts ?? []).filter(({ n }) => !changed.has(n))
    const made = [...changed.keys()].map((n) => ({ n, seq }))
    for (const part of made) await folds.writePart(name, part, JSON.stringify(changed.get(part.n)))
    const parts = [...kept, ...made].sort((one, other) => one.n - other.n)
    const head: FoldHead = { stream: name, v: version, every, seq, hash, parts }
    const isFirst = await folds.replaceHead(head, previous)
    stream.snapshot = isFirst ? head : undefined
    return isFirst
  }

  /** One at a time per stream. */
  function inTurn(stream: Stream, act: () => Promise<void>): Promise<void> {
    const done = (running.get(stream) ?? Promise.resolve()).catch(() => undefined).then(act)
    running.set(stream, done)
    const over = (): void => {
      if (running.get(stream) === done) running.delete(stream)
    }
    done.then(over, over)
    return done
  }

  async function restore(stream: Stream): Promise<void> {
    const head = await folds.head(stream.name)
    // What this node has still to publish must be folded change by change.
    if (!head || head.v !== version || head.every !== every || head.seq > stream.published) return
    const [change] = await log.read(stream.name, head.seq - 1, 1)
    if (change?.seq !== head.seq || change.hash !== head.hash) return
    const parts = await folds.parts(stream.name, head.parts)
    // Another node replaced it between the two reads.
    if (parts.length !== head.parts.length) return
    stream.restore(
      head,
      parts.flatMap((part) => JSON.parse(part) as EntityState[]),
    )
    stream.snapshotDue = head.seq + every
  }

  return {
    async restore(stream) {
      try {
        await restore(stream)
      } catch (error) {
        logger.warn({ err: error, stream: stream.name }, 'a snapshot could not be read')
      }
    },
    touch(stream) {
      if (stream.seq < (stream.snapshotDue ?? every) || running.has(stream)) return
      inTurn(stream, async () => void (await save(stream))).catch((error: unknown) => {
        stream.snapshot = undefined
        stream.snapshotDue = stream.seq + every
        logger.warn({ err: error, stream: stream.name }, 'a snapshot could not be written')
      })
    },
    async redact(stream) {
      // So short a stream has none, and none is under way anywhere.
      if (stream.seq < every) return
      await inTurn(stream, async () => {
        const { snapshot } = stream
        if (snapshot && (snapshot.seq >= stream.seq || (await save(stream)))) return
        stream.snapshot = undefined
        stream.snapshotDue = undefined
        await folds.forget(stream.name, stream.seq)
      })
    },
    async settle() {
      await Promise.allSettled(running.values())
    },
  }
}
