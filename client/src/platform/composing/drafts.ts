/**
 * What is being written, kept until it is sent: on a device of one's own a page that goes loses no word, elsewhere the
 * tab does (`deviceWords.ts`). Removed when its account signs out.
 */
import type { Addressees, RichText, Urgency } from '@colloque/domain'
import { getCurrentScope, onScopeDispose, reactive, watch } from 'vue'
import { TO_EVERYONE } from './asked.ts'
import { wordsOf } from './deviceWords.ts'
import { readRichText } from './richWords.ts'

export interface Draft {
  text: string
  /** The same words with their shape and the names in them, where they have any. */
  body: RichText | null
  urgency: Urgency
  to: Addressees
}

/** The words of a draft as they go to the person's other devices. */
export interface DraftWords {
  readonly text: string
  readonly body: RichText | null
  /** When they were written, in ms since 1970 by the device's clock: the latest stand. */
  readonly at: number
}

/** How one draft is kept in step with other devices. */
export interface DraftChannel {
  tell(words: DraftWords): void
  /** @returns a function that stops */
  onWords(listener: (words: DraftWords) => void): () => void
}

interface KeptDraft extends Draft {
  /** 0 for one that no other device hears of. */
  readonly at: number
}

const empty = (): Draft => ({ text: '', body: null, urgency: 'routine', to: { ...TO_EVERYONE } })

function read(accountId: string, place: string): KeptDraft {
  try {
    const kept = JSON.parse(wordsOf(accountId)?.get(place) ?? '{}') as Partial<KeptDraft>
    return { ...empty(), at: 0, ...kept, body: readRichText(kept.body) }
  } catch {
    return { ...empty(), at: 0 }
  }
}

function write(accountId: string, place: string, draft: KeptDraft): void {
  const words = wordsOf(accountId)
  if (draft.text.trim() !== '') words?.set(place, JSON.stringify(draft))
  // That it was sent is remembered, or another device's older words would come back.
  else if (draft.at > 0) words?.set(place, JSON.stringify({ at: draft.at }))
  else words?.remove(place)
}

/**
 * The draft of one place, e.g. `<caseId>` or `<caseId>.<threadId>`. Written at each key: it is short. Call in a scope.
 * @param channel none for what stays on this device
 */
export function useDraft(accountId: string, place: string, channel?: DraftChannel) {
  const { at: since, ...kept } = read(accountId, place)
  const draft = reactive<Draft>(kept)
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
      write(accountId, place, { ...now, at })
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
    Object.assign(draft, empty())
  }
  return { draft, setWords, clear }
}

/** Keeps what another device has written in a place that is not open here. @returns whether it was newer */
export function keepWords(accountId: string, place: string, words: DraftWords): boolean {
  const held = read(accountId, place)
  if (held.at >= words.at) return false
  write(accountId, place, { ...held, text: words.text, body: words.body, at: words.at })
  return true
}

/** Drafts that other devices hear of, as this device keeps them, by place. */
export function keptWords(accountId: string): ReadonlyMap<string, DraftWords> {
  return new Map(
    (wordsOf(accountId)?.places('') ?? []).flatMap((place) => {
      const { text, body, at } = read(accountId, place)
      return at > 0 ? [[place, { text, body, at }] as const] : []
    }),
  )
}

/** The words were meant for another place; they replace nothing that is kept there. @returns whether they moved */
export function moveDraft(accountId: string, from: string, to: string): boolean {
  const [left, there] = [read(accountId, from), read(accountId, to)]
  if (left.text.trim() === '' || there.text.trim() !== '') return false
  // Persons of the one circle may not be in the other.
  write(accountId, to, { ...left, body: null, to: { ...TO_EVERYONE } })
  write(accountId, from, { ...empty(), at: 0 })
  return true
}

/** On sign-out nothing of what the person was writing stays; nor in one place, once they may not read it. */
export function removeDrafts(accountId: string, within = ''): void {
  const words = wordsOf(accountId)
  for (const place of words?.places(within) ?? []) words?.remove(place)
}
