/** Signing out wipes the device: what waits to be sent is told first, and lost only on the person's word. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { useSessionStore } from '../features/session/useSessionStore.ts'
import { useDocuments } from '../platform/board/useDocuments.ts'
import { useSavingStore } from '../platform/saving.ts'

export interface Leaving {
  /** What this page knows to be unsent. */
  pending(): number
  /** What the device keeps unsent beside it. */
  keptElsewhere(): Promise<number>
  signOut(): Promise<void>
}

/** Decides whether to ask: at once out where nothing waits. */
export function createSigningOut({ pending, keptElsewhere, signOut }: Leaving) {
  const asking = ref(false)
  const busy = ref(false)
  const elsewhere = ref(0)
  /** Goes down while it is asked, as things are sent. */
  const unsent = computed(() => pending() + elsewhere.value)

  async function ask() {
    // A device that cannot be read has nothing that could be saved by staying.
    elsewhere.value = await keptElsewhere().catch(() => 0)
    if (unsent.value > 0) asking.value = true
    else await leave()
  }

  /** @throws where the device could not be wiped */
  async function leave() {
    busy.value = true
    try {
      await signOut()
    } finally {
      busy.value = false
      asking.value = false
    }
  }

  return { asking, busy, unsent, ask, leave }
}

export const useSigningOut = defineStore('signingOut', () => {
  const [saving, documents, session] = [useSavingStore(), useDocuments(), useSessionStore()]
  return createSigningOut({
    pending: () => saving.pending,
    keptElsewhere: () => documents.keptUnsent(),
    signOut: () => session.signOut(),
  })
})
