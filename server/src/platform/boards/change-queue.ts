import type { ChangeAuthor, DocumentShape } from '@colloque/board'
import * as Y from 'yjs'
import type { BoardConnection } from './board-connection.ts'
import type { ClientIds } from './client-ids.ts'
import type { DecodedUpdate } from './inspect-update.ts'
import type { MainDocument } from './main-document.ts'
import { Shadow } from './shadow.ts'
import type { Accepted } from './shadow.ts'

/** A change that passed the shadow and is not stored yet. */
export interface Staged {
  readonly by: ChangeAuthor
  readonly update: Uint8Array
  readonly from?: BoardConnection
  /** Frames of the connection up to this change. */
  readonly count: number
  /** The time to record, where it is not now. */
  readonly at?: Date
  readonly settle?: { resolve(): void; reject(reason: unknown): void }
}

/** Batches are cut here, below what one stored document may be. */
const BATCH_UPDATES = 1_000
const BATCH_BYTES = 4 << 20

/**
 * What is accepted and not stored: staged, then in flight. Holds the shadow to it: the shadow is always the
 * main document, what is in flight and what is staged, or it is not there and made anew for the next change.
 */
export class ChangeQueue {
  readonly #main: Pick<MainDocument, 'doc'>
  readonly #shape: DocumentShape
  readonly #ids: ClientIds
  #shadow: Shadow | undefined
  #staged: Staged[] = []
  #inFlight: Staged[] = []

  constructor(main: Pick<MainDocument, 'doc'>, shape: DocumentShape, ids: ClientIds) {
    this.#main = main
    this.#shape = shape
    this.#ids = ids
  }

  get isEmpty(): boolean {
    return this.#staged.length === 0 && this.#inFlight.length === 0
  }

  get hasStaged(): boolean {
    return this.#staged.length > 0
  }

  /** The furthest state there is, to compare an update with. */
  get current(): Y.Doc {
    return this.#shadow?.doc ?? this.#main.doc
  }

  /** Tries a change on top of all the others. @throws as Shadow.attempt; nothing of it remains */
  attempt(by: ChangeAuthor, change: (doc: Y.Doc) => void, decoded?: readonly DecodedUpdate[]): Accepted {
    this.#shadow ??= new Shadow(
      this.#shape,
      this.#ids,
      Y.encodeStateAsUpdate(this.#main.doc),
      [...this.#inFlight, ...this.#staged].map(({ update }) => update),
    )
    try {
      return this.#shadow.attempt(by, change, decoded)
    } catch (error) {
      this.#dropShadow()
      throw error
    }
  }

  stage(staged: Staged): void {
    this.#staged.push(staged)
  }

  /** Puts the next batch in flight. */
  launch(): readonly Staged[] {
    this.#inFlight = takeBatch(this.#staged)
    this.#staged = this.#staged.slice(this.#inFlight.length)
    return this.#inFlight
  }

  /** The batch in flight is stored, and about to be in the main document. */
  landed(): void {
    this.#inFlight = []
  }

  /** Takes everything back, to be tried again on another state of the main document. */
  takeBack(): Staged[] {
    const all = [...this.#inFlight, ...this.#staged]
    this.#inFlight = []
    this.#staged = []
    this.#dropShadow()
    return all
  }

  /** What was stored elsewhere. */
  follow(updates: readonly Uint8Array[]): void {
    this.#shadow?.follow(updates)
  }

  /** Its author has just lost access, or sent what may not stand: what is not in flight is not stored. */
  discard(connection: BoardConnection): void {
    if (!this.#staged.some(({ from }) => from === connection)) return
    this.#staged = this.#staged.filter(({ from }) => from !== connection)
    this.#dropShadow()
  }

  destroy(): void {
    this.#dropShadow()
  }

  #dropShadow(): void {
    this.#shadow?.destroy()
    this.#shadow = undefined
  }
}

/** The first changes that fit one batch. One with a time of its own is a batch of its own. */
function takeBatch(staged: readonly Staged[]): Staged[] {
  if (staged[0]?.at) return [staged[0]]
  let bytes = 0
  const end = staged.findIndex(({ update, at }, index) => {
    bytes += update.byteLength
    return index > 0 && (at !== undefined || index >= BATCH_UPDATES || bytes > BATCH_BYTES)
  })
  return end < 0 ? [...staged] : staged.slice(0, end)
}
