import type { Server } from 'node:http'
import type mongoose from 'mongoose'
import type { ChangeAuthor, ParsedDocName } from '@colloque/board'
import type * as Y from 'yjs'
import type { Fence } from '../fence.ts'
import type { Batch } from './board-store.ts'
import type { BoardLimits } from './limits.ts'

/** Who is at the other end of a connection. */
export interface BoardActor {
  readonly accountId: string
  readonly sessionId: string
  readonly name: string
  readonly profession: string | null
}

/** What somebody may do in a document; `role` is their profession there, for the roots that only some may write. */
export type BoardGrant =
  { readonly access: 'write' | 'read'; readonly role: string } | { readonly access: 'none' }

/** Why a connection, or a frame on it, was refused: for the audit trail. Ids and codes, never words. */
export interface BoardRefusal {
  readonly closeCode: number
  readonly reason: string
  readonly accountId?: string
  readonly sessionId?: string
  /** The name as it was asked for; absent when it was none. */
  readonly document?: string
}

export interface BoardLogger {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/**
 * Tells other nodes that a document has grown, so that they pull its tail at once instead of within a second.
 * May lose rings. Carries names and numbers only.
 */
export interface BoardDoorbell {
  ring(document: string, seq: number): void
  onRing(listener: (document: string, seq: number) => void): () => void
  /** Rings of others may not have been heard: every tail is to be looked at. */
  onLost(listener: () => void): () => void
}

/** Carries presence between nodes, as frames that this server wrote. Nothing of it is stored; it may lose some. */
export interface BoardPresenceChannel {
  publish(document: string, frame: Uint8Array): void
  /** Must not tell a node what it published itself. */
  onFrame(listener: (document: string, frame: Uint8Array) => void): () => void
}

export interface BoardServerOptions {
  readonly db: mongoose.mongo.Db
  /** Name of this server process, for the log. */
  readonly node: string
  readonly clock: () => Date
  readonly logger: BoardLogger
  /** Whether a page from this origin may connect. `host` is the request's own Host header. */
  allowedOrigins(origin: string | undefined, host: string | undefined): boolean
  /** Who holds this access token; undefined when it is not, or no longer, good. */
  authenticate(token: string): Promise<BoardActor | undefined>
  authorise(actor: BoardActor, document: ParsedDocName): Promise<BoardGrant>
  /**
   * The batch that was signed last, where a document is signed: a copy that does not hold it may bring no offline
   * edits in, for they were made on something else than what was signed.
   */
  signedUpTo?(document: ParsedDocName): Promise<number | undefined>
  /** False when the disk is nearly full: nobody writes until there is room again. Default: there always is. */
  hasRoom?(): Promise<boolean>
  /**
   * Fills a document that is opened for the first time. Must write the same bytes on every node (see
   * `boardTemplate`). Default: a case's board gets its columns, its plan its schema.
   */
  initialise?(doc: Y.Doc, document: ParsedDocName): void
  readonly limits?: Partial<BoardLimits>
  /** How long reading one frame, or trying one connection's changes, kept the event loop; for metrics. */
  onHandled?(what: 'frame' | 'change', ms: number, bytes: Uint8Array): void
  onRefused?(refusal: BoardRefusal): void
  /** An insert of edits was answered, or was not; for metrics. */
  onInsert?(insert: BoardInsert): void
  /** Closed while this node may not know who has lost access: nothing is taken and nothing relayed then. */
  readonly fence?: Fence
  readonly doorbell?: BoardDoorbell
  readonly presenceChannel?: BoardPresenceChannel
  /** A batch was stored by this node. */
  onStored?(document: ParsedDocName, seq: number): void
}

/** One insert: batches of that many documents, with so many edits in all. */
export interface BoardInsert {
  readonly batches: number
  readonly updates: number
  readonly ms: number
  readonly outcome: 'stored' | 'unknown'
}

/** What is in memory on this node. */
export interface BoardFigures {
  readonly documents: number
  readonly connections: number
}

/** Picks connections: those that match all the given ids. */
export interface AccessFilter {
  readonly accountId?: string
  readonly sessionId?: string
  readonly caseId?: string
  /** One document. */
  readonly name?: string
  /** Those that are of no case: minutes of a team, drafts. */
  readonly isOfTeam?: true
}

export interface BoardServer {
  /** Serves upgrades under `/yjs/`, and leaves all others to whoever else shares the server. */
  attach(server: Server): void
  /** Makes and verifies the indexes. @throws when they cannot be verified */
  start(): Promise<void>
  readonly ready: boolean
  /** Cuts connections in the same turn: nothing is sent to them or accepted from them after. */
  closeAccess(filter: AccessFilter, code: 4401 | 4403): void
  /** Takes the right to write from connections in the same turn; they go on reading. */
  makeReadOnly(filter: AccessFilter): void
  /** Asks again what the connections may do, and lets them. */
  recheck(filter: AccessFilter): Promise<void>
  figures(): BoardFigures
  /** Whether somebody has a document of this case open here. */
  isOpen(caseId: string): boolean
  /** Whether somebody has one open here that is of no case. */
  isOpenOfTeam(): boolean
  /**
   * Edits a document through its board operations. Resolves when it is stored.
   * @param by a person with their role in the case's circle, `system:<what>`, or an account id: an account without a
   *   role writes only where everybody may
   * @param change may be called again, on a later state
   * @param at the time to record; now otherwise
   * @throws RangeError for a bad name, UpdateFault for a change that breaks the document's rules, StorageUnavailable,
   *   and what `change` throws; nothing is changed then
   */
  edit(docName: string, by: string | ChangeAuthor, change: (doc: Y.Doc) => void, at?: Date): Promise<void>
  /**
   * Erases content for good: begins a new epoch of the document with what `change` leaves of it, without tombstones,
   * blanks all batches before, and closes all connections with 4409. Copies from before are never taken in again.
   * Who wrote what, and former states, are lost with it. Resolves when no byte of what was erased is in the
   * collections.
   * @param by account id, or `system:<what>`
   * @param change takes the content out of a copy; it may do what no edit may, such as removing a card
   * @throws RangeError for a bad name, UpdateFault when what is left breaks the document's rules, and what `change`
   *   throws: nothing is changed then. StorageUnavailable: the epoch may have begun; the blanking is then repeated at
   *   start and once a minute
   */
  erase(docName: string, by: string, change: (doc: Y.Doc) => void): Promise<void>
  /** A copy of the stored state, other nodes' last batches included. @throws RangeError for a bad name */
  read(docName: string): Promise<Y.Doc>
  /**
   * Looks at the stored state, other nodes' last batches included, without a copy and without keeping the document in
   * memory. `look` must not keep the document either.
   * @returns undefined where nothing is stored
   * @throws RangeError for a bad name
   */
  view<T>(docName: string, look: (doc: Y.Doc, seq: number) => T): Promise<T | undefined>
  /** Which of these documents have grown beyond the batch that is known of them. One look at an index for each. */
  grown(known: readonly { readonly doc: string; readonly seq: number }[]): Promise<string[]>
  /** The names of all documents that are stored. */
  names(): Promise<string[]>
  /**
   * A copy of the state after batch `seq`, for what is signed. @returns undefined when there is no such batch, or it
   *   was blanked when a later epoch began
   * @throws RangeError for a bad name
   */
  readAt(docName: string, seq: number): Promise<Y.Doc | undefined>
  /**
   * Batches after `seq`, in order: who did what. The first may begin an epoch, with the document as it was left then.
   * @throws RangeError for a bad name, Error when an epoch begins meanwhile: ask again
   */
  history(docName: string, seq: number): AsyncIterable<Pick<Batch, 'seq' | 'at' | 'updates' | 'epoch'>>
  /**
   * Who stored the batches after `since`, up to `seq`: account ids and `system:<what>`, each once.
   * @throws RangeError for a bad name, StorageUnavailable
   */
  authors(docName: string, since: number, seq: number): Promise<string[]>
  /** Sends all connections to another server (1012), over so many milliseconds or until the signal. */
  sendAway(ms: number, signal: AbortSignal): Promise<void>
  /** Closes all connections (1001), waits for what is in flight. */
  stop(): Promise<void>
}
