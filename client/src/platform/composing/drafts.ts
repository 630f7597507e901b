/** What is being written in a place that is open: see keptDrafts.ts for where it is kept. */
import { getCurrentScope, onScopeDispose, reactive, watch } from 'vue'
import { TO_EVERYONE } from './asked.ts'
import { emptyDraft, readDraft, writeDraft, type Draft, type DraftWords } from './keptDrafts.ts'
import { readRichText } from './richWords.ts'

/** How one draft is kept in step with other devices. */
export interface DraftChannel {
  tell(words: DraftWords): void
  /** @returns a function that stops */
  onWords(listener: (words: DraftWords) => void): () => void
}

/**
 * The draft of one place, e.g. `<caseId>` or `<caseId>.<threadId>`. Written at each key: it is short. Call in a scope.
 * @param channel none for what stays on this device
 */
export function useDraft(accountId: string, place: string, channel?: DraftChannel) {
  const { at: since, ...kept } = readDraft(accountId, place)
  const draft = reactive<Draft>({ ...kept, body: readRichText(kept.body) })
  let at = since
  let isReceiving = false

  watch(
    () => ({ ...draft }),
    (now, before) => {
      const isWriting = now.text !== before.text || now.body !== before.body
      if (channel && isWriting && !isReceiving) {
        at = Math.max(Date.now(), at + 1)
        channel.tell({ text: now.text, body: now.body, at })
      }
      writeDraft(accountId, place, { ...now, at })
    },
    { flush: 'sync' },
  )
  const stop = channel?.onWords((words) => {
    if (words.at <= at) return
    at = words.at
    isReceiving = true
    Object.assign(draft, { text: words.text, body: words.body })
    isReceiving = false
  })
  if (stop && getCurrentScope()) onScopeDispose(stop)

  /** Both at once: the one never stands without the other. */
  const setWords = ({ text, body }: Pick<Draft, 'text' | 'body'>) => Object.assign(draft, { text, body })

  /** The words are on their way: nothing is left to keep. */
  function clear() {
    Object.assign(draft, emptyDraft())
  }
  return { draft, setWords, clear }
}

/** The words were meant for another place; they replace nothing that is kept there. @returns whether they moved */
export function moveDraft(accountId: string, from: string, to: string): boolean {
  const [left, there] = [readDraft(accountId, from), readDraft(accountId, to)]
  if (left.text.trim() === '' || there.text.trim() !== '') return false
  // Persons of the one circle may not be in the other.
  writeDraft(accountId, to, { ...left, body: null, to: { ...TO_EVERYONE } })
  writeDraft(accountId, from, { ...emptyDraft(), at: 0 })
  return true
}
