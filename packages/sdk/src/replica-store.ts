import type { EntityState, StreamName } from '@colloque/domain'

export interface StoredStream {
  readonly seq: number
  /** createdSeq from which on the messages are complete. */
  readonly messagesFrom: number
  readonly entities: readonly EntityState[]
}

/** What happened to a stream since it was last written. */
export interface StreamDelta {
  /** What is stored must stand at `from` at least for `changed` to lead to `seq`; otherwise `all` replaces it. */
  readonly from: number
  readonly seq: number
  readonly changed: readonly EntityState[]
  readonly all: () => StoredStream
}

/** Where streams are kept on the device of the person, so that a case seen before opens without network. */
export interface ReplicaStore {
  load(stream: StreamName): Promise<StoredStream | undefined>
  /** Atomic: what is stored is always the fold at its `seq`. An older `seq` than the one stored changes nothing. */
  save(stream: StreamName, delta: StreamDelta): Promise<void>
  /** Replaces whatever is stored. */
  replace(stream: StreamName, stored: StoredStream): Promise<void>
  remove(stream: StreamName): Promise<void>
  streams(): Promise<StreamName[]>
}

interface Kept {
  seq: number
  readonly messagesFrom: number
  readonly entities: Map<string, EntityState>
}

export function createMemoryReplicaStore(): ReplicaStore {
  const kept = new Map<StreamName, Kept>()
  const put = (stream: StreamName, { entities, ...state }: StoredStream) =>
    void kept.set(stream, {
      ...state,
      entities: new Map(entities.map((entity) => [entity.id, entity])),
    })
  return {
    async load(stream) {
      const held = kept.get(stream)
      return held && { ...held, entities: [...held.entities.values()] }
    },
    async save(stream, { from, seq, changed, all }) {
      const held = kept.get(stream)
      if (!held || held.seq < from) return put(stream, all())
      if (held.seq >= seq) return
      for (const entity of changed) held.entities.set(entity.id, entity)
      held.seq = seq
    },
    async replace(stream, stored) {
      put(stream, stored)
    },
    async remove(stream) {
      kept.delete(stream)
    },
    async streams() {
      return [...kept.keys()]
    },
  }
}
