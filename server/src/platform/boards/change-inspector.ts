import type { BoardConnection } from './board-connection.ts'
import { UpdateFault, checkAdvance, inspectUpdate } from './inspect-update.ts'
import type { DecodedUpdate } from './inspect-update.ts'
import type { BoardLimits } from './limits.ts'
import type { StoredDocument } from './stored-document.ts'
import { changesNothing, onlyTidies, withoutForeignTidying } from './tidying.ts'

/** An update that has something new in it, as sent and as decoded. */
export interface News {
  readonly update: Uint8Array
  readonly decoded: DecodedUpdate
}

/** All that is asked of an update before it is tried on the shadow. */
export class ChangeInspector {
  readonly #document: StoredDocument
  readonly #limits: BoardLimits

  constructor(document: StoredDocument, limits: BoardLimits) {
    this.#document = document
    this.#limits = limits
  }

  /** @returns undefined where all of it is stored. @throws UpdateFault */
  inspect(connection: BoardConnection, update: Uint8Array): News | undefined {
    const news = this.newsIn(update)
    if (!news) return undefined
    const { main, shape, changes, log } = this.#document
    if (connection.readOnly) {
      if (onlyTidies(news.decoded, main)) return undefined
      throw new UpdateFault('read_only')
    }
    checkAdvance(news.decoded, changes.current, this.#limits)
    if (log.bytes + update.byteLength > this.#limits.documentBytes) throw new UpdateFault('document_full')
    const allowed = withoutForeignTidying(news, main, shape, connection.author)
    return allowed === update ? news : this.newsIn(allowed)
  }

  /** @returns undefined where all of it is stored. @throws UpdateFault when malformed, or of an earlier epoch */
  newsIn(update: Uint8Array): News | undefined {
    const decoded = inspectUpdate(update, this.#document.shape, this.#limits)
    // As the first step 2 of whoever has nothing yet: no reason to make the main document.
    if (isEmpty(decoded) || changesNothing(decoded, this.#document.main)) return undefined
    this.#refuseRetired(decoded.structs.map(({ id }) => id.client))
    this.#refuseRetired(decoded.ds.clients.keys())
    return { update, decoded }
  }

  /** @throws UpdateFault for a copy of an earlier epoch: merged with this one, it would bring back what was erased */
  refuseEarlierEpoch(stateVector: ReadonlyMap<number, number>): void {
    this.#refuseRetired(stateVector.keys())
  }

  #refuseRetired(clients: Iterable<number>): void {
    for (const client of clients) if (this.#document.ids.isRetired(client)) throw new UpdateFault('epoch')
  }
}

const isEmpty = ({ structs, ds }: DecodedUpdate) => structs.length === 0 && ds.clients.size === 0
