import { diffWordsWithSpace } from 'diff'

export interface Words {
  readonly text: string
  readonly changed: boolean
}

/** Beyond this the marks would be as slow to read as they are to compute: both sides are shown as they are. */
const MOST_EDITS = 400

/** What was said and what is said now, each cut where they begin and cease to differ. */
export function wordDiff(before: string, after: string): { before: Words[]; after: Words[] } {
  const parts = diffWordsWithSpace(before, after, { maxEditLength: MOST_EDITS })
  if (!parts) return { before: [{ text: before, changed: true }], after: [{ text: after, changed: true }] }
  return {
    before: parts.flatMap(({ value, added, removed }) => (added ? [] : [{ text: value, changed: removed }])),
    after: parts.flatMap(({ value, added, removed }) => (removed ? [] : [{ text: value, changed: added }])),
  }
}
