/** The client whole: session, connection, and the workspace of whoever is signed in. */
import type { Session } from '@colloque/contract'
import { DomainError, type Account } from '@colloque/domain'
import { v4 as newId } from 'uuid'
import { createApi, type Api } from './api.ts'
import type { DocumentStore } from './document-store.ts'
import type { Fetch } from './http.ts'
import { openKeptWords, type KeptWords } from './kept-words.ts'
import { createListeners, type Unlisten } from './listeners.ts'
import type { OptimisticView } from './optimism.ts'
import type { Outbox } from './outbox.ts'
import { lockOwnership, soleOwnership } from './ownership.ts'
import type { WhoIsHere } from './presence.ts'
import type { Drafts } from './drafts.ts'
import type { ReadMarks } from './read-marks.ts'
import type { Replica } from './replica.ts'
import { savingState, type SavingState } from './saving-state.ts'
import { createSessionKeeper, type SessionEnd, type UsePasskey } from './session-keeper.ts'
import { createSocket, type Connection } from './socket.ts'
import { memoryStorage, type ClientStorage } from './storage.ts'
import { createWorkspace, type OpenedCase, type Workspace } from './workspace.ts'

export interface ColloqueClientOptions {
  /** Origin of the server; empty for that of the page. */
  readonly baseUrl: string
  /** Who keeps the refresh token: the browser's cookie jar, or (in Node) the client itself. */
  readonly cookies: 'browser' | 'own'
  /** Default: nothing outlives the process. In a browser: `browserStorage()`. */
  readonly storage?: ClientStorage
  readonly fetch?: Fetch
  readonly now?: () => number
}

export interface ColloqueClient {
  readonly api: Api
  readonly account: Account | undefined
  /** Why nobody is signed in any more comes with it. */
  onAccount(listener: (account: Account | undefined, why?: SessionEnd) => void): Unlisten
  /** @throws DomainError unauthenticated, rate_limited, unavailable */
  signIn(email: string, password: string): Promise<Account>
  /** @param use hands the server's options to an authenticator. @throws what it throws; DomainError as `signIn` */
  signInByPasskey(use: UsePasskey): Promise<Account>
  /**
   * Opens a session by another step: a second factor, an invitation.
   * @param path below `/api/v1`
   * @returns what it answers, the session with it
   * @throws DomainError
   */
  enterBy<Answer extends Session>(path: string, shown: object): Promise<Answer>
  /**
   * Takes up the session of an earlier visit. Without network, on a device of their own, the person comes back
   * to what it kept; the session is looked at when the network is back.
   * @returns undefined when nobody is signed in
   * @throws DomainError unavailable where only the server could tell
   */
  resume(): Promise<Account | undefined>
  /**
   * Ends the session and removes from the device all that it kept of the person, what waits to be sent
   * included: ask them first when `outbox.entries` is not empty. Without network the device is emptied all
   * the same, and the server is told at the next visit.
   */
  signOut(): Promise<void>
  /**
   * « Cet appareil est-il le vôtre ? » Where it is not, it keeps nothing that was read, and drafts for as long as
   * the tab lives. Each account answers for itself.
   */
  setOwnDevice(own: boolean): Promise<void>
  /** undefined: the person who is signed in has not been asked; nothing is kept until they are. */
  readonly ownDevice: boolean | undefined
  readonly connection: Connection
  onConnection(listener: (connection: Connection) => void): Unlisten
  /** The server no longer speaks this client's version of the contract: the page must be loaded again. */
  onUpgradeRequired(listener: () => void): Unlisten
  /** @param boards the open boards' own states */
  savingState(boards?: Iterable<{ readonly saved: boolean }>): SavingState
  /** An access token with life left in it, for a board's socket. @throws DomainError */
  token(): Promise<string>
  /** Closes the connection; the session stays. */
  close(): void

  // Of whoever is signed in. @throws DomainError unauthenticated when that is nobody
  readonly workspace: Workspace
  readonly replica: Replica
  readonly view: OptimisticView
  readonly outbox: Outbox
  readonly presence: WhoIsHere
  readonly readMarks: ReadMarks
  readonly drafts: Drafts
  /** Words that are being written here. */
  readonly words: KeptWords
  /** Keeps documents on the device; undefined where it is not the person's. */
  documentStore(): DocumentStore | undefined
  openCase(caseId: string): OpenedCase
  /** Shows what a case shares, to those with whom it does and to its circle. */
  openShared(caseId: string): OpenedCase
  openHistory: Workspace['openHistory']
  followMyCases(): () => void
}

const ACCOUNT = 'account'
const OWN_DEVICE = 'ownDevice'
/** A sign-out that the server has not heard of. */
const SIGNING_OUT = 'signingOut'

export function createColloqueClient(options: ColloqueClientOptions): ColloqueClient {
  const { baseUrl, cookies, storage = memoryStorage(), now = Date.now } = options
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init))
  const inBrowser = cookies === 'browser'
  const locks = inBrowser ? globalThis.navigator?.locks : undefined
  const network = inBrowser && typeof window !== 'undefined' ? window : undefined

  const session = createSessionKeeper({ baseUrl, cookies, fetch, locks, now })
  const api = createApi(baseUrl, session, fetch)
  const socket = createSocket({ baseUrl, token: () => session.token(), network, now })
  const accounts = createListeners<[Account | undefined, SessionEnd?]>()
  const upgrades = createListeners<[]>()
  const { notes } = storage
  let workspace: Workspace | undefined
  let words: KeptWords | undefined

  const answerOf = (accountId: string) => notes.get(`${OWN_DEVICE}.${accountId}`)
  const isOwn = (accountId: string) => answerOf(accountId) === 'yes'
  const ownDevice = () => workspace !== undefined && isOwn(workspace.account.id)
  const openWords = (accountId: string) =>
    openKeptWords(storage.words(accountId, isOwn(accountId) ? 'device' : 'session'))

  async function begin(account: Account): Promise<Account> {
    if (workspace) leave(workspace)
    const opened = await openWords(account.id)
    const id = newId()
    words = opened
    workspace = createWorkspace({
      account,
      api,
      socket,
      storage,
      ownership: locks ? lockOwnership(id, locks) : soleOwnership(id),
      ownDevice: () => isOwn(account.id),
      now,
    })
    rememberAccount()
    socket.open()
    accounts.tell(account)
    return account
  }

  async function enter(account: Account): Promise<Account> {
    notes.remove(SIGNING_OUT)
    return begin(await vouched(account))
  }

  function leave(left: Workspace): void {
    workspace = undefined
    socket.close()
    left.close()
  }

  /** The server has vouched for the session: what the device keeps may be read for some days more. */
  async function vouched(account: Account): Promise<Account> {
    // A device that keeps nothing has nothing to count from.
    await storage.contact(account.id).catch(() => undefined)
    return account
  }

  /** So that the person can come back without network. */
  function rememberAccount(): void {
    if (workspace && ownDevice()) notes.set(ACCOUNT, JSON.stringify(workspace.account))
    else notes.remove(ACCOUNT)
  }

  function end(why: SessionEnd): void {
    const ended = workspace
    notes.remove(ACCOUNT)
    if (!ended) return
    leave(ended)
    // A session that was revoked may have been a thief's: what was read goes, what waits to be sent stays.
    storage.wipeRead(ended.account.id).catch(() => undefined)
    accounts.tell(undefined, why)
  }

  session.onEnd(end)
  session.onToken((token, account) => {
    // Taken up without network, and the cookie has become somebody else's meanwhile.
    if (workspace && workspace.account.id !== account.id) return session.end('otherAccount')
    socket.renew(token)
    void vouched(account)
  })
  socket.onRefused(({ code }) => {
    if (code === 'upgrade_required') return upgrades.tell()
    // Either the token was stale, or the session is over: the renewal tells which.
    if (session.account) session.refresh().catch(() => undefined)
  })
  socket.on('session', ({ state }) => {
    if (state === 'revoked') session.end('over')
    else session.refresh().catch(() => undefined)
  })

  async function wipe(left: Workspace): Promise<void> {
    await Promise.all([left.replica.flushed(), words?.flushed()])
    await storage.wipe(left.account.id)
  }

  /** What was read longer ago than the device may keep it is gone from here on. */
  async function isKeptTooLong(accountId: string): Promise<boolean> {
    if (await storage.isFresh(accountId)) return false
    notes.remove(ACCOUNT)
    await storage.wipeRead(accountId)
    return true
  }

  async function tellSignOut(): Promise<void> {
    notes.set(SIGNING_OUT, 'yes')
    await session.signOut()
    notes.remove(SIGNING_OUT)
  }

  /** What is being written goes where it is kept from now on. */
  async function moveWords(accountId: string): Promise<void> {
    const before = words
    const opened = await openWords(accountId)
    for (const place of before?.places('') ?? []) {
      opened.set(place, before?.get(place) ?? '')
      before?.remove(place)
    }
    words = opened
    await before?.flushed()
  }

  function current(): Workspace {
    if (!workspace) throw new DomainError('unauthenticated')
    return workspace
  }

  return {
    api,
    get account() {
      return workspace?.account
    },
    onAccount: accounts.add,
    signIn: async (email, password) => enter(await session.signIn(email, password)),
    signInByPasskey: async (use) => enter(await session.signInByPasskey(use)),
    async enterBy<Answer extends Session>(path: string, shown: object) {
      const answer = await session.enterBy<Answer>(path, shown)
      await enter(answer.account)
      return answer
    },
    async resume() {
      if (notes.get(SIGNING_OUT)) {
        await tellSignOut()
        return undefined
      }
      try {
        return await begin(await vouched(await session.refresh()))
      } catch (error) {
        if (!(error instanceof DomainError)) throw error
        if (error.code === 'unauthenticated') return undefined
        const { readAccount } = await import('./read-answers.ts')
        const remembered = readAccount(parsed(notes.get(ACCOUNT)))
        if (!remembered || !isOwn(remembered.id)) throw error
        if (await isKeptTooLong(remembered.id)) throw error
        return begin(remembered)
      }
    },
    async signOut() {
      const left = workspace
      if (left) leave(left)
      const wiped = left ? await Promise.allSettled([left.outbox.clear().then(() => wipe(left))]) : []
      // Not told for now is told at the next visit.
      await tellSignOut().catch(() => undefined)
      accounts.tell(undefined, 'signedOut')
      for (const wipe of wiped) if (wipe.status === 'rejected') throw wipe.reason
    },
    async setOwnDevice(own) {
      const { id } = current().account
      notes.set(`${OWN_DEVICE}.${id}`, own ? 'yes' : 'no')
      rememberAccount()
      await moveWords(id)
      if (own) await storage.contact(id).then(() => workspace?.replica.keepAll())
      else await storage.wipeRead(id)
    },
    get ownDevice() {
      const answer = workspace && answerOf(workspace.account.id)
      return answer === undefined ? undefined : answer === 'yes'
    },
    get connection() {
      return socket.connection
    },
    onConnection: socket.onConnection,
    onUpgradeRequired: upgrades.add,
    savingState: (boards = []) =>
      savingState({ connection: socket.connection, outbox: workspace?.outbox.entries ?? [], boards }),
    token: () => session.token(),
    close() {
      if (workspace) leave(workspace)
      session.close()
    },
    get workspace() {
      return current()
    },
    get replica() {
      return current().replica
    },
    get view() {
      return current().view
    },
    get outbox() {
      return current().outbox
    },
    get presence() {
      return current().presence
    },
    get readMarks() {
      return current().readMarks
    },
    get drafts() {
      return current().drafts
    },
    get words() {
      if (!words) throw new DomainError('unauthenticated')
      return words
    },
    documentStore: () => (ownDevice() ? storage.documents(current().account.id) : undefined),
    openCase: (caseId) => current().openCase(caseId),
    openShared: (caseId) => current().openShared(caseId),
    openHistory: (stream, given) => current().openHistory(stream, given),
    followMyCases: () => current().followMyCases(),
  }
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
