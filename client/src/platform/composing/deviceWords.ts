import type { KeptWords } from '@colloque/sdk'
import { useClient } from '../client.ts'

/** What this device keeps of an account's drafts; nothing of one that is not signed in. */
export function wordsOf(accountId: string): KeptWords | undefined {
  const client = useClient()
  return client.account?.id === accountId ? client.words : undefined
}

/** Drafts lay in the clear once: those of whoever signs in move to where they are kept now. */
export function adoptOldDrafts(accountId: string): void {
  const prefix = `colloque.draft.${accountId}.`
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(prefix)) continue
      const place = key.slice(prefix.length)
      const words = wordsOf(accountId)
      if (words && words.get(place) === undefined) words.set(place, localStorage.getItem(key) ?? '')
      localStorage.removeItem(key)
    }
  } catch {
    // A browser that keeps nothing has no old drafts.
  }
}
