import { parseDocName, shapeOf, vocabularyOf } from '@colloque/board'
import type { DocumentShape } from '@colloque/board'
import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { backoff } from './backoff.ts'
import { BoardForAuthor } from './board-for-author.ts'
import { doAgain, ERASED, refusalOf, type Refusal, type UnsentText } from './board-salvage.ts'
import { BoardSaves } from './board-saves.ts'
import type {
  BoardConnection,
  BoardConnectionOptions,
  BoardConnectionState,
  BoardPresence,
} from './board-state.ts'
import { listenTo, observedSocket } from './board-wire.ts'
import { DocumentKeeper } from './document-keeper.ts'
import { createListeners } from './listeners.ts'
import type { Unlisten } from './listeners.ts'

const RESYNC = 4409
const SESSION = 4401
const FORBIDDEN = 4403
const TOO_LARGE = 1009
/** Origin of what comes from the device. */
const DEVICE = Object.freeze({ name: 'device' })

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
  #isDestroyed = false
  #refusal: string | undefined
  #retriedSession = false
  /** Since the last refusal nothing was saved: doing it all again would be refused again. */
  #refusedInRow = false
  /** What was refused has yet to be done again. */
  #isSalvaging = false
  readonly #shape: DocumentShape
  readonly #keeper: DocumentKeeper
  readonly #forAuthor: BoardForAuthor
  readonly #device: Promise<void>

  constructor(options: BoardConnectionOptions) {
    this.#options = options
    this.#now = options.now ?? (() => new Date())
    this.#saves = new BoardSaves(this.#now)
    const { store, document } = options
    const name = parseDocName(document)
    this.#shape = name ? shapeOf(name.kind) : {}
    this.#keeper = new DocumentKeeper({ document, store, now: this.#now, onKept: () => this.#setSaving() })
    this.#forAuthor = new BoardForAuthor(this.#shape, this.#keeper)
    this.#state = {
      connection: 'connecting',
      saved: true,
      kept: true,
      loaded: false,
      readOnly: false,
      returned: [],
      seq: 0,
      generation: 0,
    }
    this.#copy = this.#open()
    this.#device = store ? this.#loadFromDevice() : Promise.resolve()
    if (store) void this.#device.then(() => this.#connect())
    else void this.#connect()
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

  addAgain(unsent: UnsentText): boolean {
    const isAdded = this.#forAuthor.addAgain(this.doc, unsent)
    if (isAdded) this.#setSaving()
    return isAdded
  }

  drop(unsent: UnsentText): void {
    this.#forAuthor.drop(unsent)
    this.#setSaving()
  }

  dismiss(): void {
    this.#forAuthor.dismiss()
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

  flush(): Promise<void> {
    return this.#keeper.flush()
  }

  async destroy(): Promise<void> {
    this.#isWanted = false
    this.#isDestroyed = true
    clearTimeout(this.#timer)
    close(this.#copy)
    await this.#device
    await this.#keeper.close()
  }

  /** What the device has is there before the server is asked: it answers with what is missing alone. */
  async #loadFromDevice(): Promise<void> {
    const held = await this.#keeper.load()
    if (!held || this.#isDestroyed) return
    const { doc } = this.#copy
    const apply = () => held.updates.forEach((update) => Y.applyUpdate(doc, update, DEVICE))
    Y.transact(doc, apply, DEVICE, false)
    if (held.unsavedSince) this.#saves.edited(held.unsavedSince)
    this.#forAuthor.load(held)
    this.#state = { ...this.#state, loaded: held.updates.length > 0 }
    this.#setSaving()
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
      returned: (text) => {
        this.#forAuthor.cameBack(text)
        this.#setSaving()
      },
      welcome: (access, seq) => this.#set({ ...this.#state, readOnly: access === 'read', seq }),
    })
    provider.on('sync', (synced) => synced && this.#synced())
    provider.on('connection-close', (event) => provider === this.#copy.provider && this.#closed(event))
    provider.awareness.on('change', () => this.#presenceListeners.tell(this.present()))
    this.#watch(doc, provider)
    return { doc, provider }
  }

  /** Follows the person's own edits: they are unsaved until confirmed. */
  #watch(doc: Y.Doc, provider: WebsocketProvider): void {
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === DEVICE) return
      if (origin === provider) return this.#keeper.received(update)
      this.#keeper.edited(update)
      this.#saves.edited()
      this.#setSaving()
    })
  }

  /** Connects with a fresh token. */
  async #connect(): Promise<void> {
    clearTimeout(this.#timer)
    if (!this.#isWanted || this.#isDestroyed || this.#asking || this.#state.ended || this.#copy.provider.ws)
      return
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
    this.#set({ ...this.#state, connection: 'online', loaded: true })
  }

  #saved(count: number, seq: number): void {
    // Something on the way has doubled a frame. The next socket counts anew.
    if (!this.#saves.confirmed(count)) this.#copy.provider.ws?.close()
    if (this.#saves.unsavedSince === undefined) {
      this.#refusedInRow = false
      this.#keeper.confirmed(this.doc)
    }
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
    else if (code >= 4400 && code < 4500) {
      if (code === FORBIDDEN) void this.#keeper.forget()
      return this.#set({ ...this.#state, ended: { code, reason } })
    }
    if (this.#isWanted) this.#connectLater()
  }

  /** The server refused: this copy is not the document any more. Takes a new one and does again what it can. */
  #startOver(code: string): void {
    this.#refusal = undefined
    const old = this.#copy
    const base = this.#keeper.base()
    const refusal = refusalOf(code, this.#shape, base, old.doc)
    const had = vocabularyOf(base, this.#shape)
    base.destroy()
    const presence = old.provider.awareness.getLocalState()
    this.#copy = this.#open()
    this.awareness.setLocalState(presence)
    close(old)
    const mayApply = !this.#refusedInRow
    this.#refusedInRow = true
    this.#isSalvaging = true
    const settle = code === ERASED ? this.#afterErasure(refusal, had) : this.#forAuthor.startOver(refusal)
    this.#state = { ...this.#state, generation: this.#state.generation + 1 }
    this.#setSaving()
    const { doc, provider } = this.#copy
    const onSync = (synced: boolean) => {
      if (!synced) return
      provider.off('sync', onSync)
      settle(doAgain(doc, this.#shape, refusal, { mayApply, role: this.#options.role?.() }))
      this.#isSalvaging = false
      this.#setSaving()
    }
    provider.on('sync', onSync)
    this.#connectLater()
  }

  #afterErasure(refusal: Refusal, had: ReadonlySet<string>): (rest: Refusal) => void {
    const settle = this.#forAuthor.startAfterErasure(refusal, had)
    return (rest) => settle(rest, vocabularyOf(this.doc, this.#shape))
  }

  /** Tells what has become of the person's own edits. */
  #setSaving(): void {
    const { unsavedSince } = this.#saves
    const { refused, returned } = this.#forAuthor
    const { unsavedSince: _since, refused: _refused, ...state } = this.#state
    const isSettled = !this.#isSalvaging && (refused?.rest.length ?? 0) === 0
    this.#set({
      ...state,
      saved: unsavedSince === undefined && isSettled,
      kept: this.#keeper.isKept,
      returned,
      ...(unsavedSince ? { unsavedSince } : {}),
      ...(refused ? { refused } : {}),
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
