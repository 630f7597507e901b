/**
 * What is being written, kept on this device until it is sent: a page that goes loses no word. Keyed by account, and
 * removed when that account signs out.
 */
import type { Addressees, RichText, Urgency } from '@colloque/domain'
import { reactive, watch } from 'vue'
import { TO_EVERYONE } from './asked.ts'
import { readRichText } from './richWords.ts'

const PREFIX = 'colloque.draft.'

export interface Draft {
  text: string
  /** The same words with their shape and the names in them, where they have any. */
  body: RichText | null
  urgency: Urgency
  to: Addressees
}

const empty = (): Draft => ({ text: '', body: null, urgency: 'routine', to: { ...TO_EVERYONE } })
const keyOf = (accountId: string, place: string) => `${PREFIX}${accountId}.${place}`

function read(key: string): Draft {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Draft>
    return { ...empty(), ...kept, body: readRichText(kept.body) }
  } catch {
    return empty()
  }
}

function write(key: string, draft: Draft): void {
  try {
    if (draft.text.trim() === '') localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify(draft))
  } catch {
    // A device without room keeps the words in the page alone.
  }
}

/** The draft of one place, e.g. `<caseId>` or `<caseId>.<threadId>`. Written at each key: it is short. */
export function useDraft(accountId: string, place: string) {
  const key = keyOf(accountId, place)
  const draft = reactive(read(key))
  watch(draft, () => write(key, draft), { flush: 'sync' })

  /** The words are on their way: nothing is left to keep. */
  function clear() {
    Object.assign(draft, empty())
  }
  return { draft, clear }
}

/** The words were meant for another place; they replace nothing that is kept there. @returns whether they moved */
export function moveDraft(accountId: string, from: string, to: string): boolean {
  const [left, there] = [read(keyOf(accountId, from)), read(keyOf(accountId, to))]
  if (left.text.trim() === '' || there.text.trim() !== '') return false
  // Persons of the one circle may not be in the other.
  write(keyOf(accountId, to), { ...left, to: { ...TO_EVERYONE } })
  write(keyOf(accountId, from), empty())
  return true
}

/** Of every place: on sign-out nothing of what the person was writing stays. */
export function removeDrafts(accountId: string): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(keyOf(accountId, ''))) localStorage.removeItem(key)
  }
}
