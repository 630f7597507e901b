/** Who else is here, and who is typing: volatile, never stored, never retried. */
import type { Presence, Typing } from '@colloque/contract'
import type { StreamName } from '@colloque/domain'
import { createListeners, type Unlisten } from './listeners.ts'

/** Somebody who has not typed for this long has stopped. */
const TYPING_LASTS_MS = 5_000
/** Told again at most this often while the person types. */
const TYPING_EVERY_MS = 2_000

export interface WhoIsHere {
  /** Accounts that have the case open, ours included. */
  here(caseId: string): readonly string[]
  /** Accounts that are typing in a thread of the case; null: a new one. */
  typing(stream: StreamName, threadId: string | null): readonly string[]
  /** To be called at each key: told to the others when it is time. */
  iAmTyping(stream: StreamName, threadId: string | null): void
  onChange(listener: (about: string) => void): Unlisten
  receivePresence(presence: Presence): void
  receiveTyping(typing: Typing): void
  /** What somebody was typing has come: they have stopped. */
  receiveWords(typing: Typing): void
  /** The connection is gone: nobody is known to be here. */
  reset(): void
}

export function createWhoIsHere(
  tellTyping: (typing: { stream: StreamName; threadId: string | null }) => void,
  now: () => number,
): WhoIsHere {
  const present = new Map<string, readonly string[]>()
  const typists = new Map<string, { typing: Typing; timer: ReturnType<typeof setTimeout> }>()
  const changes = createListeners<[string]>()
  let told = { key: '', at: 0 }

  const keyOf = ({ stream, threadId, accountId }: Typing) => `${stream}/${threadId ?? ''}/${accountId}`

  function stopped(key: string): void {
    const typist = typists.get(key)
    if (!typist) return
    clearTimeout(typist.timer)
    typists.delete(key)
    changes.tell(typist.typing.stream)
  }

  return {
    here: (caseId) => present.get(caseId) ?? [],
    typing: (stream, threadId) =>
      [...typists.values()]
        .filter(({ typing }) => typing.stream === stream && typing.threadId === threadId)
        .map(({ typing }) => typing.accountId),
    iAmTyping(stream, threadId) {
      const key = `${stream}/${threadId ?? ''}`
      if (told.key === key && now() - told.at < TYPING_EVERY_MS) return
      told = { key, at: now() }
      tellTyping({ stream, threadId })
    },
    onChange: changes.add,
    receivePresence({ caseId, accountIds }) {
      present.set(caseId, accountIds)
      changes.tell(caseId)
    },
    receiveTyping(typing) {
      const key = keyOf(typing)
      clearTimeout(typists.get(key)?.timer)
      typists.set(key, { typing, timer: setTimeout(() => stopped(key), TYPING_LASTS_MS) })
      changes.tell(typing.stream)
    },
    receiveWords: (typing) => stopped(keyOf(typing)),
    reset() {
      const cases = [...present.keys()]
      present.clear()
      for (const key of [...typists.keys()]) stopped(key)
      for (const caseId of cases) changes.tell(caseId)
    },
  }
}
