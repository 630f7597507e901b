import * as Y from 'yjs'
import { createServerDoc } from './shadow.ts'

/** What the database has of a document. */
export interface StoredState {
  /** In order, they give its state. */
  readonly updates: readonly Uint8Array[]
  /** Its state vector, where that is known without reading the updates. */
  readonly vector?: Uint8Array
}

/** Updates that are sooner merged than applied. */
const MOST_MERGED = 2_000
/** Merging sorts its updates at each struct: a few at a time cost less than all at once. */
const MERGED_AT_ONCE = 8

/**
 * What is stored of a document, and no more. It stays the bytes that the database gave for as long as people only open
 * it and read: a Y.Doc of 50,000 edits takes twenty times as long to make as its bytes take to send, and ten times the
 * memory. Whoever needs more than bytes asks for `doc`, which is made then.
 */
export class MainDocument {
  #doc: Y.Doc | undefined
  #held: StoredState = { updates: [] }

  /** Begins with what the database has. */
  load(state: StoredState): void {
    this.#held = state
    if (state.updates.length > MOST_MERGED) void this.doc
  }

  get doc(): Y.Doc {
    if (this.#doc) return this.#doc
    const doc = (this.#doc = createServerDoc())
    const { updates } = this.#held
    this.#held = { updates: [] }
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update)
    })
    return doc
  }

  /** Whether it has been more than bytes since it was loaded. */
  get isMade(): boolean {
    return this.#doc !== undefined
  }

  stateVector(): Uint8Array {
    if (this.#doc) return Y.encodeStateVector(this.#doc)
    return this.#held.vector ?? Y.encodeStateVectorFromUpdate(this.#merged())
  }

  /** What somebody lacks who has this state vector. @throws for a malformed one */
  missingFrom(stateVector: Uint8Array): Uint8Array {
    if (this.#doc) return Y.encodeStateAsUpdate(this.#doc, stateVector)
    const isEmpty = stateVector.byteLength === 1 && stateVector[0] === 0
    return isEmpty ? this.#merged() : Y.diffUpdate(this.#merged(), stateVector)
  }

  destroy(): void {
    this.#doc?.destroy()
  }

  #merged(): Uint8Array {
    const update = mergeAll(this.#held.updates)
    this.#held = { ...this.#held, updates: [update] }
    return update
  }
}

function mergeAll(updates: readonly Uint8Array[]): Uint8Array {
  const [first, ...tail] = updates
  if (!first) return Y.mergeUpdates([])
  let merged: readonly Uint8Array[] = tail
  while (merged.length > 1) {
    const some = Math.ceil(merged.length / MERGED_AT_ONCE)
    const from = merged
    merged = Array.from({ length: some }, (_, index) =>
      Y.mergeUpdates(from.slice(index * MERGED_AT_ONCE, (index + 1) * MERGED_AT_ONCE)),
    )
  }
  return merged[0] ? Y.mergeUpdates([first, merged[0]]) : first
}
