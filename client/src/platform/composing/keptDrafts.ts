/**
 * What is being written, kept until it is sent: on a device of one's own a page that goes loses no word, elsewhere the
 * tab does (`deviceWords.ts`). Removed when its account signs out.
 */
import type { Addressees, RichText, Urgency } from '@colloque/domain'
import { TO_EVERYONE } from './asked.ts'
import { wordsOf } from './deviceWords.ts'

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

export interface KeptDraft extends Draft {
  /** 0 for one that no other device hears of. */
  readonly at: number
}

export const emptyDraft = (): Draft => ({ text: '', body: null, urgency: 'routine', to: { ...TO_EVERYONE } })

/** As it is kept: `useDraft` looks whether its shape is one. */
export function readDraft(accountId: string, place: string): KeptDraft {
  try {
    const kept = JSON.parse(wordsOf(accountId)?.get(place) ?? '{}') as Partial<KeptDraft>
    return { ...emptyDraft(), at: 0, ...kept }
  } catch {
    return { ...emptyDraft(), at: 0 }
  }
}

export function writeDraft(accountId: string, place: string, draft: KeptDraft): void {
  const words = wordsOf(accountId)
  if (draft.text.trim() !== '') words?.set(place, JSON.stringify(draft))
  // That it was sent is remembered, or another device's older words would come back.
  else if (draft.at > 0) words?.set(place, JSON.stringify({ at: draft.at }))
  else words?.remove(place)
}

/** Keeps what another device has written in a place that is not open here. @returns whether it was newer */
export function keepWords(accountId: string, place: string, words: DraftWords): boolean {
  const held = readDraft(accountId, place)
  if (held.at >= words.at) return false
  writeDraft(accountId, place, { ...held, text: words.text, body: words.body, at: words.at })
  return true
}

/** Drafts that other devices hear of, as this device keeps them, by place. */
export function keptWords(accountId: string): ReadonlyMap<string, DraftWords> {
  return new Map(
    (wordsOf(accountId)?.places('') ?? []).flatMap((place) => {
      const { text, body, at } = readDraft(accountId, place)
      return at > 0 ? [[place, { text, body, at }] as const] : []
    }),
  )
}

/** On sign-out nothing of what the person was writing stays; nor in one place, once they may not read it. */
export function removeDrafts(accountId: string, within = ''): void {
  const words = wordsOf(accountId)
  for (const place of words?.places(within) ?? []) words?.remove(place)
}
