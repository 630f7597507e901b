import type { DeviceDatabase } from './device-database.ts'
import type { VaultKey } from './device-vault.ts'
import {
  isUnsent,
  type DocumentRecord,
  type DocumentRecordKind,
  type DocumentStore,
} from './document-store.ts'

/** Sorts after every name. */
const LAST = '\uffff'
const keyOf = (kind: DocumentRecordKind): VaultKey => (isUnsent(kind) ? 'unsent' : 'read')
const placeOf = (document: string, kind: DocumentRecordKind) => `document ${document} ${kind}`

/** Documents on the device, each record sealed. */
export function deviceDocuments(device: DeviceDatabase): DocumentStore {
  const { vault } = device
  // A document outlives by a moment the session in which it was opened.
  const [began, readBegan] = [device.generation, device.readGeneration]
  const takes = (kind: DocumentRecordKind) =>
    kind === 'server' ? device.readGeneration === readBegan : device.generation === began

  return {
    async load(document) {
      const database = await device.openFresh()
      const index = database.transaction('documents').store.index('document')
      const [ids, kept] = await Promise.all([index.getAllKeys(document), index.getAll(document)])
      const opened = await Promise.all(
        kept.map(async ({ kind, at, ...sealed }, position): Promise<DocumentRecord[]> => {
          const bytes = await vault.open(keyOf(kind), placeOf(document, kind), sealed)
          return bytes ? [{ id: ids[position]!, kind, at, bytes }] : []
        }),
      )
      return opened.flat().sort((one, other) => one.id - other.id)
    },
    async write(document, { add = [], remove = [] }) {
      const database = await device.open()
      const sealed = await Promise.all(
        add.map(async ({ kind, at, bytes }) => ({
          ...{ document, kind, at },
          ...(await vault.seal(keyOf(kind), placeOf(document, kind), bytes)),
        })),
      )
      if (!add.every(({ kind }) => takes(kind))) throw new Error('the device keeps nothing of this any more')
      // Strict: what is said to be kept must outlive the browser.
      const transaction = database.transaction('documents', 'readwrite', { durability: 'strict' })
      for (const id of remove) void transaction.store.delete(id)
      const ids = await Promise.all(sealed.map((record) => transaction.store.add(record)))
      await transaction.done
      return ids
    },
    async unsent() {
      const kept = await (await device.open()).getAll('documents')
      const unsent = kept.filter(({ kind }) => isUnsent(kind))
      return [...new Set(unsent.map(({ document }) => document))]
    },
    async removeAll(prefix) {
      const transaction = (await device.open()).transaction('documents', 'readwrite')
      const named = transaction.store.index('document')
      const range = IDBKeyRange.bound(prefix, `${prefix}${LAST}`)
      for (let cursor = await named.openCursor(range); cursor; cursor = await cursor.continue()) {
        void cursor.delete()
      }
      await transaction.done
    },
  }
}
