import { applyChange, type Change, type EntityState } from '@colloque/domain'

/** Changes that came too early are kept up to this many; beyond it they are fetched anew. */
const EARLY_MOST = 2_000

/**
 * What a client holds of one stream. Changes may come lost, doubled or out of order: they are applied strictly
 * by `seq`, so that what is held is at each moment the server's fold at that `seq`.
 */
export interface StreamFold {
  readonly entities: ReadonlyMap<string, EntityState>
  /** 0 for a stream of which nothing is held yet. */
  readonly seq: number
  /** The highest seq heard of; above `seq` when changes are missing. */
  readonly head: number
  /** @returns what could be applied, in order, and the entities that it touched as they stand now */
  receive(changes: Iterable<Change>): { applied: Change[]; changed: EntityState[] }
  /** Hears of a head without its changes. */
  hear(head: number): void
  /** Begins anew from a snapshot; changes above it that came early are applied. */
  reset(entities: Iterable<EntityState>, seq: number): void
}

export function createStreamFold(): StreamFold {
  const entities = new Map<string, EntityState>()
  const early = new Map<number, Change>()
  let seq = 0
  let head = 0

  function receive(changes: Iterable<Change>) {
    const touched = new Set<string>()
    const applied: Change[] = []
    for (const change of changes) {
      if (change.seq > seq && (early.size < EARLY_MOST || change.seq === seq + 1))
        early.set(change.seq, change)
      head = Math.max(head, change.seq)
      for (let next = early.get(seq + 1); next; next = early.get(seq + 1)) {
        applyChange(entities, next)
        for (const { id } of next.entities) touched.add(id)
        applied.push(next)
        early.delete(next.seq)
        seq = next.seq
      }
    }
    return { applied, changed: [...touched].flatMap((id) => entities.get(id) ?? []) }
  }

  return {
    entities,
    get seq() {
      return seq
    },
    get head() {
      return head
    },
    receive,
    hear(heard) {
      head = Math.max(head, heard)
    },
    reset(snapshot, at) {
      entities.clear()
      for (const entity of snapshot) entities.set(entity.id, entity)
      seq = at
      head = at
      const waiting = [...early.values()].filter((change) => change.seq > at)
      early.clear()
      receive(waiting)
    },
  }
}
