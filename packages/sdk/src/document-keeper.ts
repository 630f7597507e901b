import * as Y from 'yjs'
import { readRefusal, writeRefusal, type Refusal } from './board-salvage.ts'
import type {
  DocumentRecord,
  DocumentRecordKind,
  DocumentStore,
  NewDocumentRecord,
} from './document-store.ts'

/** One's own edits are on the device this soon: until then the page asks before it goes. */
const OWN_AFTER_MS = 100
const SERVER_AFTER_MS = 1_000
/** Updates in memory, and records on the device, that are made one. */
const MOST_UPDATES = 500
const MOST_RECORDS = 100

export interface DocumentKeeperOptions {
  readonly document: string
  readonly store: DocumentStore | undefined
  readonly now: () => Date
  /** What is kept of one's own edits has changed. */
  readonly onKept: () => void
}

/** What the device had of a document. */
export interface FromDevice {
  readonly updates: readonly Uint8Array[]
  /** When the first edit was made that the server has not confirmed. */
  readonly unsavedSince: Date | undefined
  readonly refusals: readonly Refusal[]
  readonly returned: readonly string[]
}

/**
 * Tells one's own unconfirmed edits from what the server has, in memory and on the device: after a refusal the
 * one is what was refused, and the other what it was made on.
 */
export class DocumentKeeper {
  readonly #options: DocumentKeeperOptions
  #server: Uint8Array[] = []
  #own: Uint8Array[] = []
  /** Not yet written to the device. */
  #unwritten: { readonly kind: 'server' | 'own'; readonly update: Uint8Array }[] = []
  /** What this page has read or written, by record. */
  readonly #records = { server: new Set<number>(), own: new Map<number, Uint8Array>() }
  #forAuthor = new Set<number>()
  #writing: Promise<void> = Promise.resolve()
  #timer: ReturnType<typeof setTimeout> | undefined
  #timerOf: 'server' | 'own' | undefined
  /** Counts one's own edits, and how many of them the device has. */
  #edits = 0
  #kept = 0
  #isClosed = false

  constructor(options: DocumentKeeperOptions) {
    this.#options = options
  }

  /** Whether every edit that the server has not confirmed would outlive the page. */
  get isKept(): boolean {
    return this.#own.length === 0 || this.#kept === this.#edits
  }

  /** @returns undefined where the device has nothing of it, or keeps nothing */
  async load(): Promise<FromDevice | undefined> {
    const { store, document } = this.#options
    const records = await store?.load(document).catch(() => [])
    if (!records || records.length === 0) return undefined
    const of = (kind: DocumentRecordKind) => records.filter((record) => record.kind === kind)
    for (const { id, bytes } of of('server')) {
      this.#records.server.add(id)
      this.#server.push(bytes)
    }
    for (const { id, bytes } of of('own')) {
      this.#records.own.set(id, bytes)
      this.#own.push(bytes)
    }
    const forAuthor = [...of('refused'), ...of('returned')]
    for (const { id } of forAuthor) this.#forAuthor.add(id)
    const [first] = of('own')
    return {
      updates: [...this.#server, ...this.#own],
      unsavedSince: first && new Date(first.at),
      refusals: of('refused').map(({ bytes }) => readRefusal(bytes)),
      returned: of('returned').map(({ bytes }) => new TextDecoder().decode(bytes)),
    }
  }

  received(update: Uint8Array): void {
    this.#server.push(update)
    if (this.#server.length > 2 * MOST_UPDATES) this.#server = [Y.encodeStateAsUpdate(this.base())]
    this.#later('server', update)
  }

  edited(update: Uint8Array): void {
    this.#own.push(update)
    this.#edits += 1
    this.#later('own', update)
  }

  /** The server has all of one's own edits: `doc` is what it has. */
  confirmed(doc: Y.Doc): void {
    if (this.#own.length > 0) {
      this.#server.push(...this.#own)
      this.#own = []
      this.#unwritten = this.#unwritten.map(({ update }) => ({ kind: 'server', update }))
      this.#write(() => this.#confirmRecords())
    }
    if (this.#server.length <= MOST_UPDATES && this.#records.server.size <= MOST_RECORDS) return
    const state = Y.encodeStateAsUpdate(doc)
    this.#server = [state]
    this.#write(() => this.#compact(state))
  }

  /** The document without one's own unconfirmed edits. */
  base(): Y.Doc {
    const base = new Y.Doc()
    Y.transact(base, () => this.#server.forEach((update) => Y.applyUpdate(base, update)))
    return base
  }

  /** This copy was refused: forgets it, and keeps what its author must still hear of. */
  startOver(refusals: readonly Refusal[], returned: readonly string[]): void {
    this.#server = []
    this.#own = []
    this.#unwritten = []
    this.#write(async () => {
      const { server, own } = this.#records
      await this.#put({ remove: [...server, ...own.keys()] })
      server.clear()
      own.clear()
    })
    this.keepForAuthor(refusals, returned)
  }

  /** Replaces what is kept for the author to decide on. */
  keepForAuthor(refusals: readonly Refusal[], returned: readonly string[]): void {
    const at = this.#options.now().getTime()
    const add: NewDocumentRecord[] = [
      ...refusals.map((refusal) => ({ kind: 'refused' as const, at, bytes: writeRefusal(refusal) })),
      ...returned.map((text) => ({ kind: 'returned' as const, at, bytes: new TextEncoder().encode(text) })),
    ]
    this.#write(async () => {
      this.#forAuthor = new Set(await this.#put({ add, remove: this.#forAuthor }))
    })
  }

  /** Writes at once what waits. Resolves when the device has it, or will not take it. */
  flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timerOf = undefined
    const [batch, upTo] = [this.#unwritten, this.#edits]
    this.#unwritten = []
    if (batch.length > 0) this.#write(() => this.#append(batch, upTo))
    return this.#writing
  }

  /** The person may not see it any more: nothing of it stays on the device. */
  async forget(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#writing
    await this.#options.store?.removeAll(this.#options.document).catch(() => undefined)
  }

  async close(): Promise<void> {
    const written = this.flush()
    this.#isClosed = true
    await written
  }

  #later(kind: 'server' | 'own', update: Uint8Array): void {
    if (!this.#options.store) return
    this.#unwritten.push({ kind, update })
    if (this.#timerOf === 'own' || this.#timerOf === kind) return
    clearTimeout(this.#timer)
    this.#timerOf = kind
    this.#timer = setTimeout(() => void this.flush(), kind === 'own' ? OWN_AFTER_MS : SERVER_AFTER_MS)
  }

  /** One write after the other. A device that will not keep it is said by `isKept`. */
  #write(act: () => Promise<void>): void {
    if (!this.#options.store || this.#isClosed) return
    this.#writing = this.#writing.then(act).catch(() => undefined)
  }

  async #put(change: Parameters<DocumentStore['write']>[1]): Promise<number[]> {
    return (await this.#options.store?.write(this.#options.document, change)) ?? []
  }

  async #append(
    batch: readonly { readonly kind: 'server' | 'own'; readonly update: Uint8Array }[],
    upTo: number,
  ): Promise<void> {
    const at = this.#options.now().getTime()
    const add = (['server', 'own'] as const).flatMap((kind) => {
      const updates = batch.flatMap((one) => (one.kind === kind ? one.update : []))
      return updates.length > 0 ? [{ kind, at, bytes: Y.mergeUpdates(updates) }] : []
    })
    try {
      const ids = await this.#put({ add })
      for (const [index, id] of ids.entries()) {
        const { kind, bytes } = add[index]!
        if (kind === 'own') this.#records.own.set(id, bytes)
        else this.#records.server.add(id)
      }
      this.#kept = Math.max(this.#kept, upTo)
      this.#options.onKept()
    } catch {
      // No room: the next write tries these again.
      this.#unwritten.unshift(...batch)
    }
  }

  async #confirmRecords(): Promise<void> {
    const { server, own } = this.#records
    if (own.size === 0) return
    const ids = [...own.keys()]
    const bytes = Y.mergeUpdates([...own.values()])
    const [id] = await this.#put({ add: [this.#record('server', bytes)], remove: ids }).catch(() =>
      // A device that may keep nothing any more: what is sent must not be sent again.
      this.#put({ remove: ids }),
    )
    for (const old of ids) own.delete(old)
    if (id !== undefined) server.add(id)
  }

  /** @param state holds all that was given to be written before this */
  async #compact(state: Uint8Array): Promise<void> {
    const { server } = this.#records
    const ids = [...server]
    const [id] = await this.#put({ add: [this.#record('server', state)], remove: ids })
    for (const old of ids) server.delete(old)
    if (id !== undefined) server.add(id)
  }

  #record(kind: 'server' | 'own', bytes: Uint8Array): Omit<DocumentRecord, 'id'> {
    return { kind, bytes, at: this.#options.now().getTime() }
  }
}
