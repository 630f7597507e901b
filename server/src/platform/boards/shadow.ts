import { checkTransaction } from '@colloque/board'
import type { ChangeAuthor, DocumentShape } from '@colloque/board'
import * as Y from 'yjs'
import type { ClientIds } from './client-ids.ts'
import { UpdateFault } from './inspect-update.ts'
import type { DecodedUpdate } from './inspect-update.ts'
import { lostTextOf } from './lost-text.ts'

/**
 * A document that only holds what is accepted: Yjs cannot take a change back, so changes are tried on a
 * shadow of the stored document, and a refused one costs a new shadow, not the document. What the shadow
 * emits is what gets stored and relayed, never the bytes that came in.
 */
export interface Accepted {
  /** What the change added; absent when it added nothing. */
  readonly update?: Uint8Array
  /** Words that fell into deleted content. */
  readonly lostText?: string
}

/** A Y.Doc of the server. It never tidies formatting by itself: only clients make changes. */
export function createServerDoc(): Y.Doc {
  const doc = new Y.Doc()
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    transaction._needFormattingCleanup = false
  })
  return doc
}

export class Shadow {
  readonly doc = createServerDoc()
  readonly #shape: DocumentShape
  readonly #ids: ClientIds
  #author: ChangeAuthor = { accountId: '', role: '' }
  #decoded: readonly DecodedUpdate[] = []
  #checking = false
  #fault: UpdateFault | undefined
  #emitted: Uint8Array | undefined
  #lostText = ''

  constructor(shape: DocumentShape, ids: ClientIds, state: Uint8Array, staged: readonly Uint8Array[]) {
    this.#shape = shape
    this.#ids = ids
    this.doc.on('afterTransaction', (transaction: Y.Transaction) => {
      if (this.#checking) this.#fault = this.#check(transaction)
    })
    this.doc.on('update', (update: Uint8Array) => {
      this.#emitted = update
    })
    this.follow([state, ...staged])
  }

  /** Applies what was accepted elsewhere. */
  follow(updates: readonly Uint8Array[]): void {
    this.doc.transact(() => {
      for (const update of updates) Y.applyUpdate(this.doc, update)
    })
  }

  /**
   * Tries a change, all of it in one transaction.
   * @param decoded the updates that it applies, to find words in that fell into deleted content
   * @throws UpdateFault when it breaks a rule, and whatever `change` throws: the shadow is then spoilt
   */
  attempt(
    author: ChangeAuthor,
    change: (doc: Y.Doc) => void,
    decoded: readonly DecodedUpdate[] = [],
  ): Accepted {
    this.#author = author
    this.#decoded = decoded
    this.#checking = true
    this.#fault = undefined
    this.#emitted = undefined
    this.#lostText = ''
    try {
      this.doc.transact(() => change(this.doc))
    } finally {
      this.#checking = false
    }
    if (this.#fault) throw this.#fault
    const { pendingStructs, pendingDs } = this.doc.store
    if (pendingStructs || pendingDs) throw new UpdateFault('pending')
    return {
      ...(this.#emitted ? { update: this.#emitted } : {}),
      ...(this.#lostText ? { lostText: this.#lostText } : {}),
    }
  }

  destroy(): void {
    this.doc.destroy()
  }

  #check(transaction: Y.Transaction): UpdateFault | undefined {
    const { accountId } = this.#author
    for (const [client, clock] of transaction.afterState) {
      if (clock === (transaction.beforeState.get(client) ?? 0)) continue
      if (!this.#ids.mayUse(client, accountId)) return new UpdateFault('foreign_client')
    }
    const fault = checkTransaction(transaction, this.#shape, this.#author)
    if (fault) return new UpdateFault(fault.code)
    for (const [client, clock] of transaction.afterState) {
      if (clock !== (transaction.beforeState.get(client) ?? 0)) this.#ids.reserve(client, accountId)
    }
    this.#lostText = lostTextOf(this.#decoded, transaction)
    return undefined
  }
}
