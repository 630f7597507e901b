/**
 * The co-edited documents that are open, one connection each, whichever screens look at them. A document of a case
 * stays while its case is open, so that going from tab to tab loses nothing; a text until its screen leaves it; both
 * after that until what was written is saved.
 *
 *     const documents = useDocuments()
 *     documents.open(caseId, 'plan').catch(() => (failed.value = true))
 *     const session = computed(() => documents.session(caseId, 'plan'))
 *     // session.value.isLoaded, .content (PlanDocument), .state, .present, .offlineSince, .pending, .undo()
 *
 * Texts (minutes, the draft of a protocol) go by the name of their document: `openText`, `text`, `leave`; most screens
 * take `TextDocument.vue`.
 */
import { defineStore } from 'pinia'
import { computed, shallowReactive, watch } from 'vue'
import { useClient } from '../client.ts'
import { useSavingStore } from '../saving.ts'
import { useWorkspace } from '../useWorkspace.ts'
import type { BoardSession } from './boardSession.ts'
import type { DocumentAccess } from './documentSession.ts'
import type { PlanSession } from './planSession.ts'
import type { TextSession } from './textSession.ts'

interface Sessions {
  board: BoardSession
  plan: PlanSession
}
/** Kinds of documents of a case. */
export type CaseDocument = keyof Sessions
/** One of them while it is open. */
export type CaseSession<Kind extends CaseDocument> = Sessions[Kind]
type AnySession = CaseSession<CaseDocument> | TextSession
type Opener<Session> = (of: string, access: DocumentAccess) => Session

/** Each with its libraries, loaded at the first document of its kind. */
const OPENERS: {
  readonly [Kind in CaseDocument]: () => Promise<Opener<Sessions[Kind]>>
} = {
  board: async () => (await import('./boardSession.ts')).openBoardSession,
  plan: async () => (await import('./planSession.ts')).openPlanSession,
}
const textOpener = async () => (await import('./textSession.ts')).openTextSession

export const useDocuments = defineStore('documents', () => {
  const client = useClient()
  const workspace = useWorkspace()
  /** By the name of the document. */
  const sessions = shallowReactive(new Map<string, AnySession>())
  const opening = new Map<string, Promise<void>>()
  /** Documents that were left, closed once they are saved. */
  const leaving = shallowReactive(new Set<string>())

  const nameOf = (caseId: string, kind: CaseDocument) => `case/${caseId}/${kind}`
  const session = <Kind extends CaseDocument>(caseId: string, kind: Kind) =>
    sessions.get(nameOf(caseId, kind)) as Sessions[Kind] | undefined
  const text = (name: string) => sessions.get(name) as TextSession | undefined

  /**
   * Opens a document of a case, or takes it as it is.
   * @throws when its libraries cannot be loaded: no network, and never loaded before
   */
  const open = (caseId: string, kind: CaseDocument): Promise<void> =>
    openOnce(nameOf(caseId, kind), caseId, OPENERS[kind], () => workspace.membership(caseId)?.profession)
  /** The same of a text. @param name of the document @throws as open */
  const openText = (name: string): Promise<void> => openOnce(name, name, textOpener)

  function openOnce(
    name: string,
    of: string,
    opener: () => Promise<Opener<AnySession>>,
    role?: () => string | null | undefined,
  ): Promise<void> {
    leaving.delete(name)
    if (sessions.has(name)) return Promise.resolve()
    let wanted = opening.get(name)
    if (!wanted) {
      wanted = begin(name, of, opener, role).finally(() => opening.delete(name))
      opening.set(name, wanted)
    }
    return wanted
  }

  async function begin(
    name: string,
    of: string,
    opener: () => Promise<Opener<AnySession>>,
    role?: () => string | null | undefined,
  ) {
    const accountId = client.account?.id
    const openSession = await opener()
    // Somebody may have signed out while it loaded.
    if (!accountId || client.account?.id !== accountId) return
    const access: DocumentAccess = {
      accountId,
      getToken: () => client.token(),
      // Kept on the device where it is the person's: opened without network, and closed without loss.
      store: client.documentStore(),
      ...(role && { role: () => role() ?? undefined }),
    }
    sessions.set(name, openSession(of, access))
  }

  /** Lets go of all documents but this case's, each as soon as it is saved. */
  function keepOnly(caseId: string | undefined) {
    for (const name of sessions.keys()) {
      if (caseId && name.startsWith(`case/${caseId}/`)) leaving.delete(name)
      else leaving.add(name)
    }
  }

  /** Lets go of a text as soon as it is saved. */
  const leave = (name: string) => void leaving.add(name)

  function close(name: string) {
    leaving.delete(name)
    void sessions.get(name)?.close()
    sessions.delete(name)
  }

  function isSettled(name: string): boolean {
    const now = sessions.get(name)?.state.value
    // One that is left while its libraries load is closed when it is there.
    return now ? now.saved || now.ended !== undefined : !opening.has(name)
  }

  watch(
    () => [...leaving].filter(isSettled),
    (settled) => settled.forEach(close),
  )

  client.onAccount(() => [...sessions.keys()].forEach(close))
  // Flushed now rather than in a moment: a page that is put away may not come back.
  window.addEventListener('pagehide', () => {
    for (const { connection } of sessions.values()) void connection.flush()
  })
  client.onConnection(({ connected }) => {
    if (connected) for (const { connection } of sessions.values()) connection.reconnect()
  })
  window.addEventListener('online', () => {
    for (const { connection } of sessions.values()) connection.reconnect()
  })
  // A browser that lost its network notices on an open socket only after half a minute.
  window.addEventListener('offline', () => {
    for (const { connection } of sessions.values()) connection.disconnect()
  })

  /** Whether something would be lost with the page: not saved, and not on the device either. */
  const wouldLose = computed(() =>
    [...sessions.values()].some(({ state }) => !state.value.saved && !state.value.kept),
  )

  /**
   * How many documents hold words that only this device has, without those that the saving state counts: edits of an
   * earlier page that were not opened since, and words that fell into what somebody had deleted.
   */
  async function keptUnsent(): Promise<number> {
    const kept = new Set(await client.documentStore()?.unsent())
    for (const [name, { state, pending }] of sessions) {
      if (pending.value > 0) kept.delete(name)
      else if (state.value.returned.length > 0) kept.add(name)
    }
    return kept.size
  }

  useSavingStore().add(
    computed(() => {
      const all = [...sessions.values()]
      return {
        pending: all.reduce((sum, { pending }) => sum + pending.value, 0),
        offlineSince: all.flatMap(({ offlineSince }) => offlineSince.value ?? []).sort()[0] ?? null,
      }
    }),
  )

  return { session, text, open, openText, leave, keepOnly, wouldLose, keptUnsent }
})
