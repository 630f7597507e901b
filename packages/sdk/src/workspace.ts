/** All that belongs to one person while they are signed in; thrown away whole when somebody else comes. */
import { commandTargets, type CommandName } from '@colloque/contract'
import { type Account, type EntityState, type Erasure, type Message, type StreamName } from '@colloque/domain'
import { v4 as newId } from 'uuid'
import type { Api } from './api.ts'
import type { DocumentStore } from './document-store.ts'
import { createDrafts, type Drafts } from './drafts.ts'
import { followMyCases } from './follow-my-cases.ts'
import { createHistory, type HistoryOptions, type MessageHistory } from './history.ts'
import { createOptimisticView, type OptimisticView } from './optimism.ts'
import { createOutbox, type Outbox, type OutboxOptions } from './outbox.ts'
import type { Ownership } from './ownership.ts'
import { createWhoIsHere, type WhoIsHere } from './presence.ts'
import { createReadMarks, type ReadMarks } from './read-marks.ts'
import { createReplica, type Replica } from './replica.ts'
import type { LiveSocket } from './socket.ts'
import type { ClientStorage } from './storage.ts'

export interface WorkspaceOptions {
  readonly account: Account
  readonly api: Api
  readonly socket: LiveSocket
  readonly storage: ClientStorage
  readonly ownership: Ownership
  /** Whether the person has said that the device is theirs: only then it keeps what they have read. */
  readonly ownDevice: () => boolean
  readonly now: () => number
}

/** A case on the screen. */
export interface OpenedCase {
  /** Resolves when the case can be read, from the device if need be. @throws DomainError not_found */
  readonly ready: Promise<void>
  close(): void
}

export interface Workspace {
  readonly account: Account
  readonly replica: Replica
  /** The replica with what waits in the outbox laid over it. */
  readonly view: OptimisticView
  readonly outbox: Outbox
  readonly readMarks: ReadMarks
  readonly drafts: Drafts
  readonly presence: WhoIsHere
  /** Shows a case: its streams are held, and the others see that the person is here. */
  openCase(caseId: string): OpenedCase
  /** Shows what a case shares: to those with whom it does, and to its circle. Nobody is told that the person is here. */
  openShared(caseId: string): OpenedCase
  /** The messages of a stream or thread, however many, with what waits to be sent. Close it when it is left. */
  openHistory(stream: StreamName, options?: Pick<HistoryOptions, 'thread' | 'page' | 'most'>): MessageHistory
  /** Holds all the person's cases and teams. @returns a function that stops */
  followMyCases(): () => void
  /** Lets go of everything here; the device keeps what it has. */
  close(): void
}

/** The schemas come after the first screen, which has the line first. */
const CHECK_AFTER_MS = 2_000

export function createWorkspace(options: WorkspaceOptions): Workspace {
  const { account, api, socket, storage, now } = options
  const store = () => (options.ownDevice() ? storage.replica(account.id) : undefined)

  const replica = createReplica({
    store,
    source: {
      get connected() {
        return socket.connection.connected
      },
      snapshot: async (stream) => {
        const { entities, ...state } = await api.query('streamSnapshot', { stream })
        return { ...state, entities: entities.map((entity) => ({ ...entity, after: entity.after ?? null })) }
      },
      message: async (stream, id) => {
        const { items } = await api.query('streamMessages', { stream }, { around: id, limit: 1 })
        const found = items.find((item) => item.id === id)
        return found && { ...found, after: found.after ?? null }
      },
      subscribe: (stream, since) => socket.subscribe(stream, since),
      unsubscribe: (stream) => socket.unsubscribe(stream),
    },
  })
  const outbox = createOutbox({
    accountId: account.id,
    store: storage.outbox(account.id),
    ownership: options.ownership,
    transport: {
      command: (name, input) => socket.command(name, input),
      upload: ({ place, fileId, blob, name }, options) => api.putFile(place, fileId, blob, name, options),
    },
    laneOf: laneIn(replica),
    // Until the schemas are here the server alone checks.
    check: (name: CommandName, input: Readonly<Record<string, unknown>>) => checkInput?.(name, input),
    newId,
    now,
  })
  let checkInput: typeof import('./check-input.ts').checkInput | undefined
  let checkTimer: ReturnType<typeof setTimeout> | undefined
  const loadCheck = () => {
    if (!checkInput)
      import('./check-input.ts').then(
        (loaded) => (checkInput = loaded.checkInput),
        () => undefined,
      )
  }
  const view = createOptimisticView(replica, outbox)
  const readMarks = createReadMarks((mark) => socket.tell('read', mark))
  const drafts = createDrafts((draft) => socket.tell('draft', draft))
  const presence = createWhoIsHere((typing) => void socket.tell('typing', typing), now)
  /** Cases on the screen, the last one opened last: that one is shown to the others. */
  const shown: { caseId: string }[] = []

  const tellViewing = () => void socket.tell('viewing', { caseId: shown.at(-1)?.caseId ?? null })

  function connectionIs(connected: boolean): void {
    outbox.setConnected(connected)
    if (!connected) return presence.reset()
    replica.reconnected()
    loadRegisters()
    clearTimeout(checkTimer)
    checkTimer = setTimeout(loadCheck, CHECK_AFTER_MS)
  }

  /** Asked for at once, and at each connection: marks and drafts of other devices may have come in between. */
  function loadRegisters(): void {
    api.query('myReadMarks', {}).then(
      ({ items }) => readMarks.reload(items),
      // The next connection asks again.
      () => undefined,
    )
    api.query('myDrafts', {}).then(
      ({ items }) => drafts.reload(items),
      () => undefined,
    )
  }

  const unlisten = [
    // The server hears of a case on the screen once this connection follows its stream.
    replica.onLive((stream) => {
      if (stream === `case:${shown.at(-1)?.caseId}`) tellViewing()
    }),
    socket.onConnection(({ connected }) => connectionIs(connected)),
    socket.on('change', (change) => replica.receive(change)),
    replica.onChange((stream, what) => {
      if (what === 'reset' || what === 'trimmed') return
      for (const { type, rev, after } of what) {
        if (type !== 'message' || rev !== 1 || !after) continue
        const { threadId, authorId: accountId } = after as Message
        presence.receiveWords({ stream, threadId, accountId })
      }
    }),
    replica.onChange((stream, what) => {
      if (what !== 'trimmed') followErasures(what === 'reset' ? replica.entities(stream).values() : what)
    }),
    socket.on('heads', (heads) => replica.heads(heads)),
    socket.on('unsubscribed', ({ stream, code }) => replica.unsubscribed(stream, code)),
    socket.on('presence', (here) => presence.receivePresence(here)),
    socket.on('typing', (typing) => presence.receiveTyping(typing)),
    socket.on('read', (mark) => readMarks.receive(mark)),
    socket.on('draft', (draft) => drafts.receive(draft)),
  ]
  /** Documents of which something was erased leave the device, whether they are open or not. */
  function followErasures(entities: Iterable<Pick<EntityState, 'type' | 'after'>>): void {
    if (!options.ownDevice()) return
    const documents = storage.documents(account.id)
    for (const { type, after } of entities) {
      const erasure = type === 'erasure' ? (after as Erasure | null) : null
      // A device that cannot be written now is asked again when the stream is taken up the next time.
      if (erasure?.document) forgetErasedIn(documents, erasure).catch(() => undefined)
    }
  }

  if (socket.connection.connected) connectionIs(true)
  else loadRegisters()
  void outbox.start()

  function openCase(caseId: string): OpenedCase {
    const opened: StreamName[] = [`case:${caseId}`]
    const here = { caseId }
    let closed = false
    shown.push(here)
    tellViewing()
    const ready = replica.open(`case:${caseId}`)
    // Its other streams, where there is a network to ask; the case itself can be read without them.
    api.query('case', { id: caseId }).then(
      ({ streams }) => {
        for (const stream of streams as StreamName[]) {
          if (closed || opened.includes(stream)) continue
          opened.push(stream)
          replica.open(stream).catch(() => undefined)
        }
      },
      () => undefined,
    )
    return {
      ready,
      close() {
        if (closed) return
        closed = true
        for (const stream of opened) replica.close(stream)
        shown.splice(shown.indexOf(here), 1)
        tellViewing()
      },
    }
  }

  function openShared(caseId: string): OpenedCase {
    const stream: StreamName = `shared:${caseId}`
    let closed = false
    return {
      ready: replica.open(stream),
      close() {
        if (closed) return
        closed = true
        replica.close(stream)
      },
    }
  }

  return {
    account,
    replica,
    view,
    outbox,
    readMarks,
    drafts,
    presence,
    openCase,
    openShared,
    openHistory: (stream, given) => createHistory({ stream, replica, api, view, ...given }),
    followMyCases: () => followMyCases(replica, account, store),
    close() {
      clearTimeout(checkTimer)
      for (const off of unlisten) off()
      outbox.stop()
      view.close()
      readMarks.close()
      drafts.close()
      presence.reset()
      replica.closeAll()
    },
  }
}

/** Commands about one case keep their order; so do those on one entity, wherever it lives. */
function laneIn(replica: Replica): OutboxOptions['laneOf'] {
  return (name, input) => {
    const target = commandTargets[name]
    switch (target.in) {
      case 'newCase':
        return 'new cases'
      case 'identifiedCase':
        return 'emergency access'
      case 'shared':
        return `shared:${String(input['caseId'])}`
      case 'newConversation':
        return 'new conversations'
      case 'case':
      case 'caseOrPart':
        return `case:${String(input['caseId'])}`
      case 'place':
        return input['caseId'] === undefined
          ? `conversation:${String(input['conversationId'])}`
          : `case:${String(input['caseId'])}`
      case 'entries': {
        const [first] = input[target.field] as readonly { readonly id: string }[]
        return replica.find(first?.id ?? '')?.stream ?? `case:${String(input['caseId'])}`
      }
      case 'team':
        return `team:${String(input['teamId'])}`
      case 'self':
        return 'self'
      case 'entity': {
        const id = String(input[target.field])
        return replica.find(id)?.stream ?? id
      }
    }
  }
}

/** Documents, and what reads them, are loaded when the first of them is needed. */
async function forgetErasedIn(documents: DocumentStore, erasure: Erasure): Promise<void> {
  const { forgetErased } = await import('./forget-erased.ts')
  await forgetErased(documents, erasure)
}
