import { createMemoryOutboxStore, type OutboxStore } from './outbox-store.ts'
import { createMemoryReplicaStore, type ReplicaStore } from './replica-store.ts'

/** Small notes that a device keeps between visits. Never a patient's words. */
export interface DeviceNotes {
  get(name: string): string | undefined
  set(name: string, value: string): void
  remove(name: string): void
}

/** What a client keeps beside its memory, each account apart from the others. */
export interface ClientStorage {
  readonly notes: DeviceNotes
  outbox(accountId: string): OutboxStore
  replica(accountId: string): ReplicaStore
  /** Removes the streams that the device kept; what waits to be sent stays. */
  wipeStreams(accountId: string): Promise<void>
}

/** Keeps everything as long as the process lives: for Node, and for browsers that allow nothing else. */
export function memoryStorage(): ClientStorage {
  const notes = new Map<string, string>()
  const outboxes = new Map<string, OutboxStore>()
  const replicas = new Map<string, ReplicaStore>()
  return {
    notes: {
      get: (name) => notes.get(name),
      set: (name, value) => void notes.set(name, value),
      remove: (name) => void notes.delete(name),
    },
    outbox: (accountId) => fetchOr(outboxes, accountId, createMemoryOutboxStore),
    replica: (accountId) => fetchOr(replicas, accountId, createMemoryReplicaStore),
    async wipeStreams(accountId) {
      replicas.delete(accountId)
    },
  }
}

function fetchOr<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const held = map.get(key) ?? make()
  map.set(key, held)
  return held
}
