/** Finds people among the cases that this device holds: at once, without network, without accents. */
import { foldText, type PatientCase } from '@colloque/domain'

interface HeldCase {
  readonly id: string
  readonly after: PatientCase
}

/** The folded words of what is searched. */
export const wordsOf = (query: string): string[] => foldText(query).split(' ').filter(Boolean)

const beginsSomewhere = (words: readonly string[], text: string) => {
  const held = foldText(text).split(' ')
  return words.every((word) => held.some((one) => one.startsWith(word)))
}

/**
 * Cases whose person or reason has every word, by beginnings of words. By name before by reason, open before
 * closed; then as in `recent` (ids, the latest first), then by name. Without words: all.
 */
export function findCases<Held extends HeldCase>(
  cases: readonly Held[],
  query: string,
  recent: readonly string[],
): Held[] {
  const words = wordsOf(query)
  const names = ({ patient }: PatientCase) =>
    [patient.usedName, patient.birthName, patient.firstNames].filter(Boolean).join(' ')
  const place = ({ id, after }: Held): readonly (number | string)[] => {
    const at = recent.indexOf(id)
    return [
      beginsSomewhere(words, names(after)) ? 0 : 1,
      after.status === 'open' ? 0 : 1,
      at < 0 ? recent.length : at,
      foldText(names(after)),
    ]
  }
  return cases
    .filter(({ after }) => beginsSomewhere(words, `${names(after)} ${after.reason}`))
    .map((held) => ({ held, place: place(held) }))
    .sort((one, other) => compare(one.place, other.place))
    .map(({ held }) => held)
}

function compare(one: readonly (number | string)[], other: readonly (number | string)[]): number {
  const differs = one.findIndex((value, index) => value !== other[index])
  return differs < 0 ? 0 : one[differs]! < other[differs]! ? -1 : 1
}
