/** What somebody says of themselves, on its way in. */
import { WORDED_KINDS, type Observation, type WordedKind } from '@colloque/domain'

/** As typed. */
export type Said = Partial<Record<WordedKind, string>>

/** What is sent: what was left empty is not. */
export const observationsOf = (said: Said): Observation[] =>
  WORDED_KINDS.flatMap((kind) => {
    const words = said[kind]?.trim()
    return words ? [{ kind, words }] : []
  })
