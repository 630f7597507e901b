import { createMemoryWordStore, type WordStore } from './device-words.ts'
import { createMemoryDocumentStore, type DocumentStore } from './document-store.ts'
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
  /** Documents that were opened. For the time of one session: after a wipe it takes no more. */
  documents(accountId: string): DocumentStore
  /** Drafts: on the device, or (`session`) for as long as the tab lives. */
  words(accountId: string, where: 'device' | 'session'): WordStore
  /** The server has just answered under a living session: what is kept is good for `DEVICE_AGE_MS` from now. */
  contact(accountId: string): Promise<void>
  /** Whether what is kept may still be read without the server. */
  isFresh(accountId: string): Promise<boolean>
  /** Removes what was read: streams and documents. What only this device has stays: what waits to be sent, drafts. */
  wipeRead(accountId: string): Promise<void>
  /** Removes all that is kept of an account. */
  wipe(accountId: string): Promise<void>
}

/** Keeps everything as long as the process lives: for Node, and for browsers that allow nothing else. */
export function memoryStorage(): ClientStorage {
  const notes = new Map<string, string>()
  const outboxes = new Map<string, OutboxStore>()
  const replicas = new Map<string, ReplicaStore>()
  const documents = new Map<string, DocumentStore>()
  const words = new Map<string, WordStore>()
  return {
    notes: {
      get: (name) => notes.get(name),
      set: (name, value) => void notes.set(name, value),
      remove: (name) => void notes.delete(name),
    },
    outbox: (accountId) => fetchOr(outboxes, accountId, createMemoryOutboxStore),
    replica: (accountId) => fetchOr(replicas, accountId, createMemoryReplicaStore),
    documents: (accountId) => fetchOr(documents, accountId, createMemoryDocumentStore),
    words: (accountId) => fetchOr(words, accountId, createMemoryWordStore),
    contact: async () => undefined,
    isFresh: async () => true,
    async wipeRead(accountId) {
      replicas.delete(accountId)
      documents.delete(accountId)
    },
    async wipe(accountId) {
      for (const kept of [replicas, documents, words, outboxes]) kept.delete(accountId)
    },
  }
}

function fetchOr<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const held = map.get(key) ?? make()
  map.set(key, held)
  return held
}
