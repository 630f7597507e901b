/** What a browser keeps: one encrypted IndexedDB per account, and small notes in localStorage. */
import { deviceDatabase, type DeviceDatabase } from './device-database.ts'
import { deviceDocuments } from './device-documents.ts'
import { deviceOutbox, sealOldCommands } from './device-outbox.ts'
import { deviceReplica } from './device-replica.ts'
import { deviceWords, sessionWords } from './device-words.ts'
import type { ClientStorage, DeviceNotes } from './storage.ts'

/** @param options.now the device's clock, in ms since 1970 */
export function browserStorage({ now = Date.now }: { readonly now?: () => number } = {}): ClientStorage {
  const devices = new Map<string, DeviceDatabase>()
  const notes = localNotes()
  const of = (accountId: string) => {
    const device = devices.get(accountId) ?? deviceDatabase(`colloque-${accountId}`, now, sealOldCommands)
    devices.set(accountId, device)
    return device
  }
  return {
    notes,
    outbox: (accountId) => deviceOutbox(of(accountId), notes, accountId),
    replica: (accountId) => deviceReplica(of(accountId)),
    documents: (accountId) => deviceDocuments(of(accountId)),
    words: (accountId, where) => (where === 'device' ? deviceWords(of(accountId)) : sessionWords(accountId)),
    contact: (accountId) => of(accountId).contact(),
    isFresh: (accountId) => of(accountId).isFresh(),
    wipeRead: (accountId) => of(accountId).wipeRead(),
    async wipe(accountId) {
      const words = sessionWords(accountId)
      // A tab that may keep nothing of its own has nothing to remove.
      const kept = await words.all().catch(() => new Map<string, string>())
      for (const place of kept.keys()) await words.remove(place)
      await of(accountId).wipe()
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
