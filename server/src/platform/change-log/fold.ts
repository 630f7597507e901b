import { applyChange, type Change, type EntityState, type StreamName } from '@colloque/domain'
import type { StreamFold } from './types.ts'

/** The state of a stream at its last change, in memory. */
export class Fold implements StreamFold {
  readonly stream: StreamName
  seq = 0
  readonly #entities = new Map<string, EntityState>()
  readonly #byType = new Map<string, Map<string, EntityState>>()

  constructor(stream: StreamName) {
    this.stream = stream
  }

  apply(change: Change): void {
    applyChange(this.#entities, change)
    for (const { id } of change.entities) {
      const entity = this.#entities.get(id)
      if (!entity) continue
      const ofType = this.#byType.get(entity.type) ?? new Map<string, EntityState>()
      this.#byType.set(entity.type, ofType.set(id, entity))
    }
    this.seq = change.seq
  }

  find(id: string): EntityState | undefined {
    return this.#entities.get(id)
  }

  get<T>(type: string, id: string): EntityState<T> | undefined {
    const entity = this.#entities.get(id)
    return entity?.type === type ? (entity as EntityState<T>) : undefined
  }

  all<T>(type: string): EntityState<T>[] {
    return [...(this.#byType.get(type)?.values() ?? [])] as EntityState<T>[]
  }

  /** Ids of the entities that changed after `seq`. */
  changedSince(seq: number): string[] {
    return [...this.#entities.values()].filter((entity) => entity.seq > seq).map((entity) => entity.id)
  }
}

/** A fold with decisions on top that are not durable yet, so that each is decided on those before it. */
export class DraftFold implements StreamFold {
  readonly stream: StreamName
  seq: number
  readonly #base: Fold
  readonly #drafted = new Map<string, EntityState>()
  readonly #both: Map<string, EntityState>

  constructor(base: Fold) {
    this.#base = base
    this.stream = base.stream
    this.seq = base.seq
    this.#both = new Layered(this.#drafted, base)
  }

  apply(change: Change): void {
    applyChange(this.#both, change)
    this.seq = change.seq
  }

  find(id: string): EntityState | undefined {
    return this.#both.get(id)
  }

  get<T>(type: string, id: string): EntityState<T> | undefined {
    const entity = this.find(id)
    return entity?.type === type ? (entity as EntityState<T>) : undefined
  }

  all<T>(type: string): EntityState<T>[] {
    const held = this.#base.all<T>(type)
    if (this.#drafted.size === 0) return held
    const added = [...this.#drafted.values()].filter(
      (entity) => entity.type === type && !this.#base.find(entity.id),
    )
    return [...held.map((entity) => this.get<T>(type, entity.id) ?? entity), ...(added as EntityState<T>[])]
  }
}

/** Reads fall through to the base; writes stay on top. */
class Layered extends Map<string, EntityState> {
  readonly #top: Map<string, EntityState>
  readonly #base: Fold

  constructor(top: Map<string, EntityState>, base: Fold) {
    super()
    this.#top = top
    this.#base = base
  }

  override get(id: string): EntityState | undefined {
    return this.#top.get(id) ?? this.#base.find(id)
  }

  override set(id: string, entity: EntityState): this {
    this.#top.set(id, entity)
    return this
  }
}

/** The command's own entity as its change left it, for the reply; also long after. */
export function entityOf(change: Change, fold: { find(id: string): EntityState | undefined }): EntityState {
  const own = change.entities[0]
  if (!own) throw new Error(`change ${change.stream} ${change.seq} touches no entity`)
  const held = fold.find(own.id)
  return {
    ...own,
    createdSeq: held?.createdSeq ?? change.seq,
    createdAt: held?.createdAt ?? change.at,
    createdBy: held?.createdBy ?? change.by,
    seq: change.seq,
    at: change.at,
    by: change.by,
  }
}
