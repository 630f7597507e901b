/**
 * The co-edited documents that are open, one connection each, whichever screens look at them. A document stays while
 * its case is open, so that going from tab to tab loses nothing, and after that until what was written is saved.
 *
 *     const documents = useDocuments()
 *     documents.open(caseId, 'plan').catch(() => (failed.value = true))
 *     const session = computed(() => documents.session(caseId, 'plan'))
 *     // session.value.isLoaded, .content (PlanDocument), .state, .present, .offlineSince, .pending, .undo()
 */
import { defineStore } from 'pinia'
import { computed, shallowReactive, watch } from 'vue'
import { useClient } from '../client.ts'
import { useSavingStore } from '../saving.ts'
import { useWorkspace } from '../useWorkspace.ts'
import type { BoardSession } from './boardSession.ts'
import type { DocumentAccess } from './documentSession.ts'
import type { PlanSession } from './planSession.ts'

interface Sessions {
  board: BoardSession
  plan: PlanSession
}
/** Kinds of documents of a case. */
export type CaseDocument = keyof Sessions
/** One of them while it is open. */
export type CaseSession<Kind extends CaseDocument> = Sessions[Kind]
type AnySession = CaseSession<CaseDocument>

/** Each with its libraries, loaded at the first document of its kind. */
const OPENERS: {
  readonly [Kind in CaseDocument]: () => Promise<(caseId: string, access: DocumentAccess) => Sessions[Kind]>
} = {
  board: async () => (await import('./boardSession.ts')).openBoardSession,
  plan: async () => (await import('./planSession.ts')).openPlanSession,
}

export const useDocuments = defineStore('documents', () => {
  const client = useClient()
  const workspace = useWorkspace()
  /** By `<caseId> <kind>`. */
  const sessions = shallowReactive(new Map<string, AnySession>())
  const opening = new Map<string, Promise<void>>()
  /** Documents of cases that were left, closed once they are saved. */
  const leaving = shallowReactive(new Set<string>())

  const keyOf = (caseId: string, kind: CaseDocument) => `${caseId} ${kind}`
  const session = <Kind extends CaseDocument>(caseId: string, kind: Kind) =>
    sessions.get(keyOf(caseId, kind)) as Sessions[Kind] | undefined

  /**
   * Opens a document, or takes it as it is.
   * @throws when its libraries cannot be loaded: no network, and never loaded before
   */
  function open(caseId: string, kind: CaseDocument): Promise<void> {
    const key = keyOf(caseId, kind)
    leaving.delete(key)
    if (sessions.has(key)) return Promise.resolve()
    let wanted = opening.get(key)
    if (!wanted) {
      wanted = begin(caseId, kind).finally(() => opening.delete(key))
      opening.set(key, wanted)
    }
    return wanted
  }

  async function begin(caseId: string, kind: CaseDocument) {
    const accountId = client.account?.id
    const openSession = await OPENERS[kind]()
    // Somebody may have signed out while it loaded.
    if (!accountId || client.account?.id !== accountId) return
    const access: DocumentAccess = {
      accountId,
      getToken: () => client.token(),
      // Kept on the device where it is the person's: opened without network, and closed without loss.
      store: client.documentStore(),
      role: () => workspace.membership(caseId)?.profession ?? undefined,
    }
    sessions.set(keyOf(caseId, kind), openSession(caseId, access))
  }

  /** Lets go of all documents but this case's, each as soon as it is saved. */
  function keepOnly(caseId: string | undefined) {
    for (const key of sessions.keys()) {
      if (caseId && key.startsWith(`${caseId} `)) leaving.delete(key)
      else leaving.add(key)
    }
  }

  function close(key: string) {
    leaving.delete(key)
    void sessions.get(key)?.close()
    sessions.delete(key)
  }

  function isSettled(key: string): boolean {
    const now = sessions.get(key)?.state.value
    return !now || now.saved || now.ended !== undefined
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
    for (const [key, { state, pending }] of sessions) {
      const name = `case/${key.replace(' ', '/')}`
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

  return { session, open, keepOnly, wouldLose, keptUnsent }
})
