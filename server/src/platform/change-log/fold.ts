import { applyChange, type Change, type EntityState, type StreamName } from '@colloque/domain'
import { EntityList } from './entity-list.ts'
import type { EntitiesInOrder, HeldFold, StreamFold } from './types.ts'

const NONE = new EntityList()

/** The state of a stream at its last change, in memory. */
export class Fold implements HeldFold {
  readonly stream: StreamName
  seq = 0
  readonly #entities = new Map<string, EntityState>()
  readonly #byType = new Map<string, EntityList>()

  constructor(stream: StreamName) {
    this.stream = stream
  }

  apply(change: Change): void {
    applyChange(this.#entities, change)
    for (const { id } of change.entities) {
      const entity = this.#entities.get(id)
      if (entity) this.#listOf(entity.type).put(entity)
    }
    this.seq = change.seq
  }

  /** Begins at a state that was reached before: its entities, in the order in which they were made. */
  restore(entities: Iterable<EntityState>, seq: number): void {
    for (const entity of entities) {
      this.#entities.set(entity.id, entity)
      this.#listOf(entity.type).put(entity)
    }
    this.seq = seq
  }

  /** Every entity, in the order in which they were made. */
  entities(): IterableIterator<EntityState> {
    return this.#entities.values()
  }

  find(id: string): EntityState | undefined {
    return this.#entities.get(id)
  }

  get<T>(type: string, id: string): EntityState<T> | undefined {
    const entity = this.#entities.get(id)
    return entity?.type === type ? (entity as EntityState<T>) : undefined
  }

  all<T>(type: string): EntityState<T>[] {
    return this.inOrder<T>(type).entities.slice()
  }

  inOrder<T>(type: string): EntitiesInOrder<T> {
    return (this.#byType.get(type) ?? NONE) as EntityList as EntitiesInOrder<T>
  }

  #listOf(type: string): EntityList {
    let list = this.#byType.get(type)
    if (!list) this.#byType.set(type, (list = new EntityList()))
    return list
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
  readonly #types = new Set<string>()
  readonly #both: Map<string, EntityState>

  constructor(base: Fold) {
    this.#base = base
    this.stream = base.stream
    this.seq = base.seq
    this.#both = new Layered(this.#drafted, base)
  }

  apply(change: Change): void {
    applyChange(this.#both, change)
    for (const { type } of change.entities) this.#types.add(type)
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
    if (!this.#types.has(type)) return held
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
