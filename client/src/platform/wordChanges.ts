import { diffWordsWithSpace } from 'diff'

export interface WordChange {
  readonly kind: 'same' | 'removed' | 'added'
  readonly text: string
}

/** Words of one side of a comparison. */
export interface Words {
  readonly text: string
  readonly changed: boolean
}

/** Beyond this the marks would be as slow to read as they are to compute: all is shown as replaced. */
const MOST_EDITS = 400

/** The words of `after`, with those of `before` that are gone where they stood. */
export function wordChanges(before: string, after: string): WordChange[] {
  const parts = diffWordsWithSpace(before, after, { maxEditLength: MOST_EDITS }) ?? [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ]
  return parts.map(({ value, added, removed }) => ({
    kind: removed ? 'removed' : added ? 'added' : 'same',
    text: value,
  }))
}

/** What was said and what is said now, each cut where they begin and cease to differ. */
export function wordSides(before: string, after: string): { before: Words[]; after: Words[] } {
  const changes = wordChanges(before, after)
  const side = (missing: WordChange['kind']) =>
    changes
      .filter(({ kind }) => kind !== missing)
      .map(({ kind, text }) => ({ text, changed: kind !== 'same' }))
  return { before: side('added'), after: side('removed') }
}
