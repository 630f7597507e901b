import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { UnsentText } from './board-salvage.ts'
import type { DocumentStore } from './document-store.ts'
import type { Unlisten } from './listeners.ts'

/** What a board's connection shows and does; made by `createBoardConnection`. */

/** What a person must know of the board on their screen. */
export interface BoardConnectionState {
  readonly connection: 'connecting' | 'online' | 'offline'
  /** True only when the server has confirmed that every edit made here is on its disk, and refused none. */
  readonly saved: boolean
  /** When the first edit was made that is not confirmed. */
  readonly unsavedSince?: Date
  /** Whether every unsaved edit would outlive the page: the device has it. */
  readonly kept: boolean
  /** Whether there is something to read, from the server or the device. */
  readonly loaded: boolean
  readonly readOnly: boolean
  /**
   * The server refused edits. What could be done again was; `rest` is what its author should see, all of it after
   * `signed`. Code of message 101, or `too_large`; see docs/boards.md.
   */
  readonly refused?: { readonly code: string; readonly rest: readonly UnsentText[] }
  /** Words that fell into what somebody had deleted meanwhile. */
  readonly returned: readonly string[]
  /** The server ended it for good: 4400, 4401 (session), 4403 (access). */
  readonly ended?: { readonly code: number; readonly reason: string }
  /** Number of the last batch the server told of; what is signed is named by it. */
  readonly seq: number
  /** Goes up when `doc` and `awareness` were replaced after a refusal: bind the editor again. */
  readonly generation: number
}

/** Somebody else on the board, as they let themselves be seen. `user` is the server's word. */
export interface BoardPresence {
  readonly clientId: number
  readonly user: { readonly id: string; readonly name: string; readonly profession: string }
  readonly [field: string]: unknown
}

export interface BoardConnectionOptions {
  /** `wss://host/yjs` */
  readonly url: string
  readonly document: string
  /** Of the person at the keyboard. */
  readonly accountId: string
  /** A token that is good now. Asked for before each connection. */
  getToken(): Promise<string>
  /** Keeps the document on the device: it opens without network, and unsaved edits outlive the page. */
  readonly store?: DocumentStore | undefined
  /** The person's profession in the circle: what their role may not write is not done again after a refusal. */
  readonly role?: (() => string | undefined) | undefined
  readonly WebSocket?: typeof WebSocket
  readonly now?: () => Date
}

export interface BoardConnection {
  /** The shared document; another one after a refusal. */
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly state: BoardConnectionState
  /** @returns how to stop listening */
  subscribe(listener: (state: BoardConnectionState) => void): Unlisten
  /** Everybody else who is there. */
  present(): BoardPresence[]
  subscribePresence(listener: (present: BoardPresence[]) => void): Unlisten
  /** Shows the others where one is: `{ card: id }`, `{ cursor }`. The server adds who. */
  setPresence(fields: Readonly<Record<string, unknown>> | null): void
  /**
   * Adds what was refused to the document as it is now: rich text after what stands there, anything else in its
   * place. It leaves `refused.rest`.
   * @returns false when there is no room for it any more; its words stay
   */
  addAgain(unsent: UnsentText): boolean
  /** The person does not want it any more. */
  drop(unsent: UnsentText): void
  /** The person has seen all that was refused or returned. */
  dismiss(): void
  /** Tries now rather than after the pause: the device is back on a network. */
  reconnect(): void
  /** Cuts the connection and goes on offline, until `reconnect`. */
  disconnect(): void
  /** Resolves when the device has every edit that was made until now, where it keeps any. */
  flush(): Promise<void>
  /** Lets go of the document. Resolves when the device has what it keeps. */
  destroy(): Promise<void>
}
