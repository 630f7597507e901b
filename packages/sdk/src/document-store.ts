/**
 * - `server`: an update that the server has, as far as this device has heard.
 * - `own`: edits made here that it has not confirmed.
 * - `refused`: what the server refused, for its author to decide on.
 * - `returned`: words that fell into what somebody had deleted.
 */
export type DocumentRecordKind = 'server' | 'own' | 'refused' | 'returned'

/** What only this device has is lost with it; of the rest the server has a copy. */
export const isUnsent = (kind: DocumentRecordKind): boolean => kind !== 'server'

export interface NewDocumentRecord {
  readonly kind: DocumentRecordKind
  /** A Yjs update, version 1, of `server` and `own`. */
  readonly bytes: Uint8Array
  /** When it was written, in ms since 1970 by the device's clock. */
  readonly at: number
}

export interface DocumentRecord extends NewDocumentRecord {
  readonly id: number
}

/**
 * Where the documents that a person has opened are kept on their device. Several pages share it: each adds
 * records and replaces those that it knows, never another's.
 */
export interface DocumentStore {
  /** Everything kept of a document, in the order in which it was written. */
  load(document: string): Promise<DocumentRecord[]>
  /** In one transaction. @returns the ids of what was added, in its order */
  write(
    document: string,
    change: { readonly add?: readonly NewDocumentRecord[]; readonly remove?: Iterable<number> },
  ): Promise<number[]>
  /** Names of the documents with words that only this device has, each once. */
  unsent(): Promise<string[]>
  /** Everything kept of each document whose name begins so. */
  removeAll(prefix: string): Promise<void>
}

/** Lives as long as the process. */
export function createMemoryDocumentStore(): DocumentStore {
  const kept = new Map<number, DocumentRecord & { readonly document: string }>()
  let last = 0
  return {
    async load(document) {
      return [...kept.values()].filter((record) => record.document === document)
    },
    async write(document, { add = [], remove = [] }) {
      for (const id of remove) kept.delete(id)
      return add.map((record) => {
        last += 1
        kept.set(last, { ...record, id: last, document })
        return last
      })
    },
    async unsent() {
      const unsent = [...kept.values()].filter(({ kind }) => isUnsent(kind))
      return [...new Set(unsent.map(({ document }) => document))]
    },
    async removeAll(prefix) {
      for (const [id, { document }] of kept) if (document.startsWith(prefix)) kept.delete(id)
    },
  }
}
