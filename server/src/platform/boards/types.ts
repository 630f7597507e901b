import type { Server } from 'node:http'
import type mongoose from 'mongoose'
import type { ParsedDocName } from '@colloque/board'
import type * as Y from 'yjs'
import type { BoardLimits } from './limits.ts'

/** Who is at the other end of a connection. */
export interface BoardActor {
  readonly accountId: string
  readonly sessionId: string
  readonly name: string
  readonly profession: string
}

export type BoardAccess = 'write' | 'read' | 'none'

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
  authorise(actor: BoardActor, document: ParsedDocName): Promise<BoardAccess>
  /** False when the disk is nearly full: nobody writes until there is room again. Default: there always is. */
  hasRoom?(): Promise<boolean>
  /**
   * Fills a document that is opened for the first time. Must write the same bytes on every node (see
   * `boardTemplate`). Default: a case's board gets its columns.
   */
  initialise?(doc: Y.Doc, document: ParsedDocName): void
  readonly limits?: Partial<BoardLimits>
  onRefused?(refusal: BoardRefusal): void
  readonly doorbell?: BoardDoorbell
  readonly presenceChannel?: BoardPresenceChannel
  /** A batch was stored by this node. */
  onStored?(document: ParsedDocName, seq: number): void
}

/** Picks connections: those that match all the given ids. */
export interface AccessFilter {
  readonly accountId?: string
  readonly sessionId?: string
  readonly caseId?: string
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
  /** Whether somebody has a document of this case open here. */
  isOpen(caseId: string): boolean
  /**
   * Edits a document through its board operations. Resolves when it is stored.
   * @param by account id, or `system:<what>`
   * @param at the time to record; now otherwise
   * @throws RangeError for a bad name, UpdateFault for a change that breaks the document's rules, StorageUnavailable,
   *   and what `change` throws; nothing is changed then
   */
  edit(docName: string, by: string, change: (doc: Y.Doc) => void, at?: Date): Promise<void>
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
   * A copy of the state after batch `seq`, for what is signed. @returns undefined when there is no such batch
   * @throws RangeError for a bad name
   */
  readAt(docName: string, seq: number): Promise<Y.Doc | undefined>
  /** Closes all connections (1001), waits for what is in flight. */
  stop(): Promise<void>
}
