import { readBoard } from '@colloque/board'
import type { Board } from '@colloque/board'
import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { backoff } from './backoff.ts'
import { applyAgain, keepAside } from './board-salvage.ts'
import { BoardSaves } from './board-saves.ts'
import type {
  BoardConnection,
  BoardConnectionOptions,
  BoardConnectionState,
  BoardPresence,
} from './board-state.ts'
import { listenTo, observedSocket } from './board-wire.ts'
import { createListeners } from './listeners.ts'
import type { Unlisten } from './listeners.ts'

const RESYNC = 4409
const SESSION = 4401
const TOO_LARGE = 1009

/** Opens a document over the stock y-websocket client. Edits are taken at once, on line or not. */
export function createBoardConnection(options: BoardConnectionOptions): BoardConnection {
  return new BoardConnectionOf(options)
}

/** One document and its provider, until a refusal replaces both. */
interface Copy {
  readonly doc: Y.Doc
  readonly provider: WebsocketProvider
}

class BoardConnectionOf implements BoardConnection {
  readonly #options: BoardConnectionOptions
  readonly #now: () => Date
  readonly #listeners = createListeners<[BoardConnectionState]>()
  readonly #presenceListeners = createListeners<[BoardPresence[]]>()
  #saves: BoardSaves
  #copy: Copy
  #state: BoardConnectionState
  #attempts = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #asking = false
  #isWanted = true
  #refusal: string | undefined
  #retriedSession = false
  /** Since the last refusal nothing was saved: doing it all again would be refused again. */
  #refusedInRow = false
  /** What was refused has yet to be done again. */
  #isSalvaging = false
  #base: Board | undefined
  #touched = new Set<string>()

  constructor(options: BoardConnectionOptions) {
    this.#options = options
    this.#now = options.now ?? (() => new Date())
    this.#saves = new BoardSaves(this.#now)
    this.#state = {
      connection: 'connecting',
      saved: true,
      readOnly: false,
      returned: [],
      seq: 0,
      generation: 0,
    }
    this.#copy = this.#open()
    void this.#connect()
  }

  get doc(): Y.Doc {
    return this.#copy.doc
  }

  get awareness(): Awareness {
    return this.#copy.provider.awareness
  }

  get state(): BoardConnectionState {
    return this.#state
  }

  subscribe(listener: (state: BoardConnectionState) => void): Unlisten {
    return this.#listeners.add(listener)
  }

  present(): BoardPresence[] {
    const { awareness } = this
    return [...awareness.getStates()]
      .filter(([clientId, state]) => clientId !== awareness.clientID && state['user'])
      .map(([clientId, state]) => ({ ...state, clientId }) as unknown as BoardPresence)
  }

  subscribePresence(listener: (present: BoardPresence[]) => void): Unlisten {
    return this.#presenceListeners.add(listener)
  }

  setPresence(fields: Readonly<Record<string, unknown>> | null): void {
    this.awareness.setLocalState(fields)
  }

  dismiss(): void {
    const { refused: _refused, ...state } = this.#state
    this.#set({ ...state, returned: [] })
    this.#setSaving()
  }

  reconnect(): void {
    this.#isWanted = true
    this.#attempts = 0
    void this.#connect()
  }

  disconnect(): void {
    this.#isWanted = false
    clearTimeout(this.#timer)
    this.#copy.provider.disconnect()
    this.#set({ ...this.#state, connection: 'offline' })
  }

  destroy(): void {
    this.#isWanted = false
    clearTimeout(this.#timer)
    close(this.#copy)
  }

  #open(): Copy {
    const doc = new Y.Doc()
    const saves = new BoardSaves(this.#now)
    this.#saves = saves
    const provider = new WebsocketProvider(this.#options.url, this.#options.document, doc, {
      connect: false,
      // A channel between tabs would pass by the server's checks.
      disableBc: true,
      WebSocketPolyfill: observedSocket(this.#options.WebSocket ?? WebSocket, saves),
    })
    listenTo(provider, {
      saved: (count, seq) => this.#saved(count, seq),
      refused: (code) => (this.#refusal = code),
      returned: (text) => this.#set({ ...this.#state, returned: [...this.#state.returned, text] }),
      welcome: (access, seq) => this.#set({ ...this.#state, readOnly: access === 'read', seq }),
    })
    provider.on('sync', (synced) => synced && this.#synced())
    provider.on('connection-close', (event) => provider === this.#copy.provider && this.#closed(event))
    provider.awareness.on('change', () => this.#presenceListeners.tell(this.present()))
    this.#watch(doc, provider)
    return { doc, provider }
  }

  /** Follows the person's own edits: they are unsaved until confirmed, and known by card if refused. */
  #watch(doc: Y.Doc, provider: WebsocketProvider): void {
    const cards = doc.getMap('cards')
    doc.on('beforeTransaction', (transaction: Y.Transaction) => {
      if (transaction.local && this.#saves.unsavedSince === undefined) {
        this.#base = readBoard(doc)
        this.#touched = new Set()
      }
    })
    cards.observeDeep((events, transaction) => {
      if (!transaction.local) return
      for (const event of events) {
        const ids = event.path.length > 0 ? [event.path[0]!] : event.changes.keys.keys()
        for (const id of ids) this.#touched.add(String(id))
      }
    })
    doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin === provider) return
      this.#saves.edited()
      this.#setSaving()
    })
  }

  /** Connects with a fresh token. */
  async #connect(): Promise<void> {
    clearTimeout(this.#timer)
    if (!this.#isWanted || this.#asking || this.#state.ended || this.#copy.provider.ws) return
    this.#asking = true
    this.#set({ ...this.#state, connection: this.#state.connection === 'offline' ? 'offline' : 'connecting' })
    try {
      const token = await this.#options.getToken()
      if (!this.#isWanted) return
      this.#copy.provider.protocols = ['y.v1', `t.${token}`]
      this.#copy.provider.connect()
    } catch {
      this.#connectLater()
    } finally {
      this.#asking = false
    }
  }

  #connectLater(): void {
    this.#attempts += 1
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#connect(), backoff(this.#attempts, 200, 5_000))
  }

  #synced(): void {
    this.#attempts = 0
    this.#retriedSession = false
    this.#set({ ...this.#state, connection: 'online' })
  }

  #saved(count: number, seq: number): void {
    this.#saves.confirmed(count)
    if (this.#saves.unsavedSince === undefined) this.#refusedInRow = false
    this.#set({ ...this.#state, seq: Math.max(seq, this.#state.seq) })
    this.#setSaving()
  }

  #closed(event: CloseEvent | null): void {
    // The provider would come back by itself with the token it has: we come back with a new one.
    this.#copy.provider.shouldConnect = false
    this.#set({ ...this.#state, connection: 'offline' })
    const { code = 0, reason = '' } = event ?? {}
    if (code === RESYNC || code === TOO_LARGE) return this.#startOver(this.#refusal ?? 'too_large')
    const isSessionRetry = code === SESSION && !this.#retriedSession
    if (isSessionRetry) this.#retriedSession = true
    else if (code >= 4400 && code < 4500) return this.#set({ ...this.#state, ended: { code, reason } })
    if (this.#isWanted) this.#connectLater()
  }

  /** The server refused: this copy is not the document any more. Takes a new one and does again what it can. */
  #startOver(code: string): void {
    this.#refusal = undefined
    const old = this.#copy
    const salvage = {
      base: this.#base ?? readBoard(old.doc),
      mine: old.doc,
      touched: new Set(this.#touched),
      accountId: this.#options.accountId,
    }
    const presence = old.provider.awareness.getLocalState()
    this.#copy = this.#open()
    this.awareness.setLocalState(presence)
    old.provider.destroy()
    const mayApply = code !== 'read_only' && !this.#refusedInRow
    this.#refusedInRow = true
    this.#isSalvaging = true
    this.#set({
      ...this.#state,
      generation: this.#state.generation + 1,
      refused: { code, rest: keepAside(salvage) },
    })
    this.#setSaving()
    const { doc, provider } = this.#copy
    const onSync = (synced: boolean) => {
      if (!synced) return
      provider.off('sync', onSync)
      const rest = mayApply ? applyAgain(doc, salvage) : keepAside(salvage)
      old.doc.destroy()
      this.#isSalvaging = false
      this.#set({ ...this.#state, refused: { code, rest } })
      this.#setSaving()
    }
    provider.on('sync', onSync)
    this.#connectLater()
  }

  #setSaving(): void {
    const { unsavedSince } = this.#saves
    const { unsavedSince: _before, ...state } = this.#state
    const isSettled = !this.#isSalvaging && (state.refused?.rest.length ?? 0) === 0
    this.#set({
      ...state,
      saved: unsavedSince === undefined && isSettled,
      ...(unsavedSince ? { unsavedSince } : {}),
    })
  }

  #set(state: BoardConnectionState): void {
    this.#state = state
    this.#listeners.tell(state)
  }
}

function close({ doc, provider }: Copy): void {
  provider.destroy()
  doc.destroy()
}
