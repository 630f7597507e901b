import type { ReadingKind } from '@colloque/domain'

/** Which set of four ready answers fits what was done about a reading. */
export function outcomesOf(kind: ReadingKind): 'inr' | 'glucose' | 'other' {
  return kind === 'inr' || kind === 'glucose' ? kind : 'other'
}
