/**
 * What the screen shows: the server's state, with what waits in the outbox laid over it. The overlay is
 * computed, never written into the replica, so that a refusal takes it away without anything to undo.
 */
import type { EntityState, StreamName } from '@colloque/domain'
import { createListeners, type Unlisten } from './listeners.ts'
import type { OptimisticEntity } from './outbox-store.ts'
import type { Outbox } from './outbox.ts'
import type { Replica } from './replica.ts'

export interface OptimisticView {
  entities(stream: StreamName): ReadonlyMap<string, EntityState>
  /** Told for each change of the replica, and when an overlay comes or goes. */
  onChange(listener: (stream: StreamName) => void): Unlisten
  close(): void
}

interface Overlay {
  readonly entities: readonly OptimisticEntity[]
  readonly at: string
  /** Where the change stands, once the server has answered and before the change is here. */
  seq: number | undefined
}

export function createOptimisticView(replica: Replica, outbox: Outbox): OptimisticView {
  const overlays = new Map<string, Overlay>()
  const changes = createListeners<[StreamName]>()

  const streamsOf = (overlay: Overlay) => new Set(overlay.entities.map(({ stream }) => stream as StreamName))
  const isHere = (overlay: Overlay) =>
    overlay.seq !== undefined &&
    [...streamsOf(overlay)].every((stream) => replica.seq(stream) >= overlay.seq!)

  function remove(commandId: string): void {
    const overlay = overlays.get(commandId)
    if (!overlay) return
    overlays.delete(commandId)
    for (const stream of streamsOf(overlay)) changes.tell(stream)
  }

  const unlisten = [
    outbox.onEntry((entry, done) => {
      if (entry.optimistic.length === 0) return
      if (entry.state === 'refused' || entry.state === 'dismissed') return remove(entry.commandId)
      const shown = overlays.get(entry.commandId)
      if (entry.state === 'sent') {
        if (!shown) return
        shown.seq = done?.seq ?? 0
        if (isHere(shown)) remove(entry.commandId)
      } else if (!shown && entry.attempts === 0) {
        const overlay = { entities: entry.optimistic, at: entry.at, seq: undefined }
        overlays.set(entry.commandId, overlay)
        for (const stream of streamsOf(overlay)) changes.tell(stream)
      }
    }),
    replica.onApplied(({ commandId }) => remove(commandId)),
    replica.onChange((stream) => {
      for (const [commandId, overlay] of overlays) if (isHere(overlay)) remove(commandId)
      changes.tell(stream)
    }),
  ]

  return {
    entities(stream) {
      const base = replica.entities(stream)
      let merged: Map<string, EntityState> | undefined
      for (const { entities, at } of overlays.values()) {
        for (const entity of entities) {
          if (entity.stream !== stream) continue
          merged ??= new Map(base)
          merged.set(entity.id, laidOver(merged.get(entity.id), entity, at, outbox.accountId))
        }
      }
      return merged ?? base
    },
    onChange: changes.add,
    close: () => unlisten.forEach((off) => off()),
  }
}

/** The state an entity would have; what the server has not made yet comes after everything that it has. */
function laidOver(
  held: EntityState | undefined,
  { type, id, after, over }: OptimisticEntity,
  at: string,
  by: string,
): EntityState {
  const made = held ??
    over ?? {
      rev: 0,
      createdSeq: Number.MAX_SAFE_INTEGER,
      seq: Number.MAX_SAFE_INTEGER,
      createdAt: at,
      createdBy: by,
    }
  const { rev, createdSeq, seq, createdAt, createdBy } = made
  return { type, id, rev, after, createdSeq, seq, createdAt, createdBy, at, by }
}
