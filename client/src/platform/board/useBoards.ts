/**
 * The boards that are open, one connection each, whichever screens look at it. A board stays while its case is open,
 * so that going from tab to tab loses nothing, and after that until what was written is saved.
 */
import { defineStore } from 'pinia'
import { computed, shallowReactive, watch } from 'vue'
import { useClient } from '../client.ts'
import { useSavingStore } from '../saving.ts'
import type { BoardSession } from './boardSession.ts'

export const useBoards = defineStore('boards', () => {
  const client = useClient()
  const sessions = shallowReactive(new Map<string, BoardSession>())
  const opening = new Map<string, Promise<void>>()
  /** Boards of cases that were left, closed once they are saved. */
  const leaving = shallowReactive(new Set<string>())

  const session = (caseId: string) => sessions.get(caseId)

  /**
   * Opens the board, or takes it as it is. The editor's libraries are loaded at the first.
   * @throws when these cannot be loaded: no network, and never loaded before
   */
  function open(caseId: string): Promise<void> {
    leaving.delete(caseId)
    if (sessions.has(caseId)) return Promise.resolve()
    let wanted = opening.get(caseId)
    if (!wanted) {
      wanted = begin(caseId).finally(() => opening.delete(caseId))
      opening.set(caseId, wanted)
    }
    return wanted
  }

  async function begin(caseId: string) {
    const accountId = client.account?.id
    const { openBoardSession } = await import('./boardSession.ts')
    // Somebody may have signed out while it loaded.
    if (!accountId || client.account?.id !== accountId) return
    sessions.set(caseId, openBoardSession(caseId, { accountId, getToken: () => client.token() }))
  }

  /** Lets go of all boards but this case's, each as soon as it is saved. */
  function keepOnly(caseId: string | undefined) {
    for (const id of sessions.keys()) if (id !== caseId) leaving.add(id)
    if (caseId) leaving.delete(caseId)
  }

  function close(caseId: string) {
    leaving.delete(caseId)
    sessions.get(caseId)?.close()
    sessions.delete(caseId)
  }

  function isSettled(caseId: string): boolean {
    const now = sessions.get(caseId)?.state.value
    return !now || now.saved || now.ended !== undefined
  }

  watch(
    () => [...leaving].filter(isSettled),
    (settled) => settled.forEach(close),
  )

  client.onAccount(() => [...sessions.keys()].forEach(close))
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

  const hasUnsaved = computed(() => [...sessions.values()].some(({ state }) => !state.value.saved))
  useSavingStore().add(
    computed(() => {
      const all = [...sessions.values()]
      return {
        pending: all.reduce((sum, { pending }) => sum + pending.value, 0),
        offlineSince: all.flatMap(({ offlineSince }) => offlineSince.value ?? []).sort()[0] ?? null,
      }
    }),
  )

  return { session, open, keepOnly, hasUnsaved }
})
