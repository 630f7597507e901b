/** One IndexedDB per account: sealed words, ids in clear, and the keys that open the words. */
import type { StreamName } from '@colloque/domain'
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { isTooOld, type DeviceContact } from './device-age.ts'
import {
  createVault,
  newVaultKey,
  VAULT_KEYS,
  type Sealed,
  type Vault,
  type VaultKey,
} from './device-vault.ts'
import type { DocumentRecordKind } from './document-store.ts'

export interface KeptCommand extends Sealed {
  readonly commandId: string
  readonly files: readonly (Sealed & { readonly type: string })[]
}

export interface KeptDocumentRecord extends Sealed {
  readonly document: string
  readonly kind: DocumentRecordKind
  readonly at: number
}

export interface Kept extends DBSchema {
  keys: { key: VaultKey; value: CryptoKey }
  contact: { key: 'contact'; value: DeviceContact }
  streams: { key: StreamName; value: { readonly seq: number; readonly messagesFrom: number } }
  /** Keyed by [stream, id]. */
  entities: { key: [string, string]; value: Sealed }
  outbox: { key: string; value: KeptCommand }
  documents: { key: number; value: KeptDocumentRecord; indexes: { document: string } }
  words: { key: string; value: Sealed }
}

/** Where what was read is kept; documents have more beside it. */
export interface DeviceDatabase {
  readonly vault: Vault
  open(): Promise<IDBPDatabase<Kept>>
  /** For reading what was read: gone already where it is too old. */
  openFresh(): Promise<IDBPDatabase<Kept>>
  /** Whether there is anything that is not too old. */
  isFresh(): Promise<boolean>
  /** The server has answered under a living session. */
  contact(): Promise<void>
  /** Removes what was read. What only this device has stays. */
  wipeRead(): Promise<void>
  /** Removes everything. What is still on its way here is refused. */
  wipe(): Promise<void>
  /** Raised by each `wipe`: what began before does not write any more. */
  readonly generation: number
  /** The same of each `wipeRead` too. */
  readonly readGeneration: number
}

/** Counts up with the shape of what is kept. Version 1 kept every message of a stream, version 2 all in clear. */
const VERSION = 3
/** `seen` is written this often at most. */
const SEEN_EVERY_MS = 60_000

/** @param adopt seals what an earlier version left in clear */
export function deviceDatabase(
  name: string,
  now: () => number,
  adopt: (database: IDBPDatabase<Kept>, vault: Vault) => Promise<void>,
): DeviceDatabase {
  let opened: Promise<IDBPDatabase<Kept>> | undefined
  const keys = new Map<VaultKey, Promise<CryptoKey>>()
  let generation = 0
  let readGeneration = 0
  const reopen = () => {
    opened = undefined
    keys.clear()
  }
  const vault = createVault(keyOf)

  function open(): Promise<IDBPDatabase<Kept>> {
    opened ??= openDB<Kept>(name, VERSION, {
      upgrade,
      // A newer client in another tab waits for this one to let go.
      blocking: (_current, _blocked, event) => {
        ;(event.target as IDBDatabase).close()
        reopen()
      },
      terminated: reopen,
    }).then(async (database) => {
      await adopt(
        database,
        createVault((key) => keyIn(database, key)),
      )
      return database
    })
    opened.catch(reopen)
    return opened
  }

  function keyOf(key: VaultKey): Promise<CryptoKey> {
    const held = keys.get(key) ?? open().then((database) => keyIn(database, key))
    keys.set(key, held)
    held.catch(() => keys.delete(key))
    return held
  }

  async function forget(which: readonly VaultKey[]): Promise<IDBPDatabase<Kept>> {
    const database = await open()
    const transaction = database.transaction('keys', 'readwrite')
    for (const key of which) {
      keys.delete(key)
      void transaction.store.delete(key)
    }
    await transaction.done
    return database
  }

  async function wipeRead(): Promise<void> {
    readGeneration += 1
    const database = await forget(['read'])
    const transaction = database.transaction(['streams', 'entities', 'documents'], 'readwrite')
    void transaction.objectStore('streams').clear()
    void transaction.objectStore('entities').clear()
    const documents = transaction.objectStore('documents')
    for (let cursor = await documents.openCursor(); cursor; cursor = await cursor.continue()) {
      if (cursor.value.kind === 'server') void cursor.delete()
    }
    await transaction.done
  }

  async function wipe(): Promise<void> {
    generation += 1
    readGeneration += 1
    const database = await forget(VAULT_KEYS)
    const stores = ['contact', 'streams', 'entities', 'outbox', 'documents', 'words'] as const
    const transaction = database.transaction(stores, 'readwrite')
    for (const store of stores) void transaction.objectStore(store).clear()
    await transaction.done
  }

  async function isFresh(): Promise<boolean> {
    const database = await open()
    const contact = await database.get('contact', 'contact')
    if (isTooOld(contact, now())) return false
    if (contact && now() - contact.seen > SEEN_EVERY_MS) {
      await database.put('contact', { ...contact, seen: now() }, 'contact')
    }
    return true
  }

  return {
    vault,
    open,
    isFresh,
    wipeRead,
    wipe,
    async openFresh() {
      if (!(await isFresh())) await wipeRead()
      return open()
    },
    async contact() {
      if (!(await isFresh())) await wipeRead()
      await (await open()).put('contact', { at: now(), seen: now() }, 'contact')
    },
    get generation() {
      return generation
    },
    get readGeneration() {
      return readGeneration
    },
  }
}

function upgrade(database: IDBPDatabase<Kept>, before: number): void {
  // Streams are fetched anew; what waits to be sent stays, and is sealed once it is open.
  for (const store of ['streams', 'entities'] as const) {
    if (before > 0) database.deleteObjectStore(store)
    database.createObjectStore(store)
  }
  if (before === 0) database.createObjectStore('outbox', { keyPath: 'commandId' })
  for (const store of ['keys', 'contact', 'words'] as const) database.createObjectStore(store)
  database.createObjectStore('documents', { autoIncrement: true }).createIndex('document', 'document')
}

/** Two pages that open at once agree on one key. */
async function keyIn(database: IDBPDatabase<Kept>, key: VaultKey): Promise<CryptoKey> {
  const held = await database.get('keys', key)
  if (held) return held
  const made = await newVaultKey()
  const transaction = database.transaction('keys', 'readwrite')
  const other = await transaction.store.get(key)
  if (!other) void transaction.store.put(made, key)
  await transaction.done
  return other ?? made
}
