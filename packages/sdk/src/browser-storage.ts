/** What a browser keeps: one IndexedDB per account, and small notes in localStorage. */
import type { EntityState, StreamName } from '@colloque/domain'
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { OutboxStore, StoredCommand } from './outbox-store.ts'
import type { ReplicaStore, StoredStream } from './replica-store.ts'
import type { ClientStorage, DeviceNotes } from './storage.ts'

interface Kept extends DBSchema {
  streams: { key: StreamName; value: Omit<StoredStream, 'entities'> }
  /** Keyed by [stream, id]. */
  entities: { key: [string, string]; value: EntityState }
  outbox: { key: string; value: StoredCommand }
}

type Database = () => Promise<IDBPDatabase<Kept>>

export function browserStorage(): ClientStorage {
  const databases = new Map<string, Database>()
  const notes = localNotes()
  const databaseOf = (accountId: string) => {
    const database = databases.get(accountId) ?? lazyDatabase(`colloque-${accountId}`)
    databases.set(accountId, database)
    return database
  }
  return {
    notes,
    outbox: (accountId) => outboxIn(databaseOf(accountId), notes, accountId),
    replica: (accountId) => replicaIn(databaseOf(accountId)),
    async wipeStreams(accountId) {
      const database = await databaseOf(accountId)()
      const transaction = database.transaction(['streams', 'entities'], 'readwrite')
      await transaction.objectStore('streams').clear()
      await transaction.objectStore('entities').clear()
      await transaction.done
    },
  }
}

/** Counts up with the shape of what is kept. Version 1 kept every message of a stream. */
const VERSION = 2

/** Opens at the first use, and again after the browser has closed it. */
function lazyDatabase(name: string): Database {
  let opened: Promise<IDBPDatabase<Kept>> | undefined
  const reopen = () => (opened = undefined)
  return () => {
    opened ??= openDB<Kept>(name, VERSION, {
      upgrade(database, before) {
        // Streams are fetched anew; what waits to be sent stays.
        for (const store of ['streams', 'entities'] as const) {
          if (before > 0) database.deleteObjectStore(store)
          database.createObjectStore(store)
        }
        if (before === 0) database.createObjectStore('outbox', { keyPath: 'commandId' })
      },
      // A newer client in another tab waits for this one to let go.
      blocking: (_current, _blocked, event) => {
        ;(event.target as IDBDatabase).close()
        reopen()
      },
      terminated: reopen,
    })
    opened.catch(reopen)
    return opened
  }
}

function outboxIn(database: Database, notes: DeviceNotes, accountId: string): OutboxStore {
  const counter = `outboxPosition.${accountId}`
  return {
    nextPosition(atLeast) {
      const next = Math.max(Number(notes.get(counter) ?? 0) + 1, atLeast)
      notes.set(counter, String(next))
      return next
    },
    async put(command) {
      await (await database()).put('outbox', command)
    },
    async remove(commandId) {
      await (await database()).delete('outbox', commandId)
    },
    async all() {
      return (await database()).getAll('outbox')
    },
  }
}

/** Sorts after every id. */
const LAST = '\uffff'
const within = (stream: StreamName) => IDBKeyRange.bound([stream, ''], [stream, LAST])

function replicaIn(database: Database): ReplicaStore {
  type Stored = Omit<StoredStream, 'entities'>

  /** Gives what is stored to `decide`, and writes what it answers, in one transaction. */
  async function write(
    stream: StreamName,
    decide: (held: Stored | undefined) => (StoredStream & { replaces: boolean }) | undefined,
  ): Promise<void> {
    const transaction = (await database()).transaction(['streams', 'entities'], 'readwrite', {
      durability: 'relaxed',
    })
    const streams = transaction.objectStore('streams')
    const entities = transaction.objectStore('entities')
    const decided = decide(await streams.get(stream))
    if (decided) {
      const { seq, messagesFrom } = decided
      if (decided.replaces) void entities.delete(within(stream))
      for (const entity of decided.entities) void entities.put(entity, [stream, entity.id])
      void streams.put({ seq, messagesFrom }, stream)
    }
    await transaction.done
  }

  return {
    async load(stream) {
      const transaction = (await database()).transaction(['streams', 'entities'])
      const held = await transaction.objectStore('streams').get(stream)
      if (held === undefined) return undefined
      return { ...held, entities: await transaction.objectStore('entities').getAll(within(stream)) }
    },
    save: (stream, { from, seq, changed, all }) =>
      write(stream, (held) => {
        if (held === undefined || held.seq < from) return { ...all(), replaces: true }
        return held.seq >= seq ? undefined : { ...held, seq, entities: changed, replaces: false }
      }),
    replace: (stream, stored) => write(stream, () => ({ ...stored, replaces: true })),
    async remove(stream) {
      const transaction = (await database()).transaction(['streams', 'entities'], 'readwrite')
      void transaction.objectStore('streams').delete(stream)
      void transaction.objectStore('entities').delete(within(stream))
      await transaction.done
    },
    async streams() {
      return (await database()).getAllKeys('streams')
    },
  }
}

/** Notes in localStorage; in memory where the browser refuses it. */
function localNotes(): DeviceNotes {
  const memory = new Map<string, string>()
  const key = (name: string) => `colloque.${name}`
  const attempt = <Value>(act: () => Value): Value | undefined => {
    try {
      return act()
    } catch {
      return undefined
    }
  }
  return {
    get: (name) => attempt(() => localStorage.getItem(key(name))) ?? memory.get(name),
    set(name, value) {
      memory.set(name, value)
      attempt(() => localStorage.setItem(key(name), value))
    },
    remove(name) {
      memory.delete(name)
      attempt(() => localStorage.removeItem(key(name)))
    },
  }
}
