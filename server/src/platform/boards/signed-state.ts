import * as Y from 'yjs'
import type { DecodedUpdate } from './inspect-update.ts'
import { createServerDoc } from './shadow.ts'

interface SignedStateOptions {
  /** The batch that was signed last. */
  signedUpTo(): Promise<number | undefined>
  /** Updates that give the document's state after a batch; undefined where it is not there any more. */
  updatesUpTo(seq: number): Promise<Uint8Array[] | undefined>
}

interface Coverage {
  readonly vector: ReadonlyMap<number, number>
  readonly ds: DecodedUpdate['ds']
}

/** What of a document was signed last, to tell the copies that hold it from those that were edited apart from it. */
export class SignedState {
  readonly #options: SignedStateOptions
  #seq: number | undefined
  #coverage: Coverage | undefined

  constructor(options: SignedStateOptions) {
    this.#options = options
  }

  /**
   * Whether a copy holds all that was signed, its deletions included.
   * @param stateVector of the client's step 1; absent when it sent none
   * @param step2 carries all that the copy has deleted
   * @throws what the database throws
   */
  async isIn(stateVector: Uint8Array | undefined, step2: Pick<DecodedUpdate, 'ds'>): Promise<boolean> {
    const signed = await this.#current()
    if (!signed) return true
    const has = stateVector ? Y.decodeStateVector(stateVector) : new Map<number, number>()
    for (const [client, clock] of signed.vector) if ((has.get(client) ?? 0) < clock) return false
    for (const [client, ranges] of signed.ds.clients) {
      if (!areWithin(ranges, step2.ds.clients.get(client) ?? [])) return false
    }
    return true
  }

  async #current(): Promise<Coverage | undefined> {
    const seq = await this.#options.signedUpTo()
    if (seq !== this.#seq) {
      this.#coverage = seq === undefined ? undefined : coverageOf(await this.#options.updatesUpTo(seq))
      this.#seq = seq
    }
    return this.#coverage
  }
}

function coverageOf(updates: readonly Uint8Array[] | undefined): Coverage | undefined {
  if (!updates) return undefined
  const doc = createServerDoc()
  try {
    doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)))
    return {
      vector: Y.decodeStateVector(Y.encodeStateVector(doc)),
      ds: Y.createDeleteSetFromStructStore(doc.store),
    }
  } finally {
    doc.destroy()
  }
}

interface Range {
  readonly clock: number
  readonly len: number
}

/** Both as a store gives them: in order, and joined where they touch. */
function areWithin(ranges: readonly Range[], held: readonly Range[]): boolean {
  let index = 0
  return ranges.every(({ clock, len }) => {
    while (index < held.length && held[index]!.clock + held[index]!.len < clock + len) index += 1
    return index < held.length && held[index]!.clock <= clock
  })
}
