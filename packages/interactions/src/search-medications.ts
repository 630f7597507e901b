import { foldText } from '@colloque/domain'
import { COMMON_MEDICATIONS, type CommonMedication } from './common-medications.ts'

/** Shorter words are too like one another for a typo to be guessed. */
const SHORTEST_WITH_TYPO = 4

/** Ranks of a word's match, best first. A typo outweighs any number of words without one. */
const RANK = { startOfName: 0, name: 1, brand: 2, form: 3, typo: 1000 } as const

interface Texts {
  readonly name: readonly string[]
  readonly brands: readonly string[]
  readonly form: readonly string[]
}

interface Searchable extends Texts {
  readonly medication: CommonMedication
}

const SEARCHABLE: readonly Searchable[] = COMMON_MEDICATIONS.map((medication) => {
  const name = foldText(medication.substances.join(' ')).split(' ')
  const brands = foldText(medication.brands.join(' ')).split(' ')
  const form = foldText(medication.name)
    .split(' ')
    .filter((word) => !name.includes(word))
  return { medication, name, brands, form }
})

/**
 * Common medications for what somebody has typed so far: every word of it begins a word of the name, a brand or the
 * form. Accents do not matter. Where that finds nothing, one word may have one wrong, missing, added or swapped
 * letter. Best first.
 */
export function searchMedications(query: string, limit = 10): CommonMedication[] {
  const typed = foldText(query)
  if (typed === '') return []
  const words = typed.split(' ')
  const found = SEARCHABLE.flatMap(({ medication, ...texts }) => {
    const rank = rankOf(words, texts)
    return rank === undefined ? [] : [{ medication, rank }]
  })
  const asTyped = found.filter(({ rank }) => rank < RANK.typo)
  return (asTyped.length > 0 ? asTyped : found)
    .sort((first, second) => first.rank - second.rank)
    .slice(0, limit)
    .map(({ medication }) => medication)
}

/** The sum over the words typed, lower is better; undefined when one finds nothing or two have typos. */
function rankOf(words: readonly string[], texts: Texts): number | undefined {
  const ranks = words.map((word) => rankOfWord(word, texts))
  if (ranks.includes(undefined) || ranks.filter((rank) => rank === RANK.typo).length > 1) return undefined
  return ranks.reduce<number>((sum, rank) => sum + (rank ?? 0), 0)
}

function rankOfWord(word: string, { name, brands, form }: Texts): number | undefined {
  const begins = (candidate: string) => candidate.startsWith(word)
  if (name[0]?.startsWith(word)) return RANK.startOfName
  if (name.some(begins)) return RANK.name
  if (brands.some(begins)) return RANK.brand
  if (form.some(begins)) return RANK.form
  return [...name, ...brands].some((candidate) => beginsWithTypo(candidate, word)) ? RANK.typo : undefined
}

function beginsWithTypo(candidate: string, word: string): boolean {
  if (word.length < SHORTEST_WITH_TYPO) return false
  return [-1, 0, 1].some((more) => isOneEditAway(candidate.slice(0, word.length + more), word))
}

/** Whether one letter replaced, added, left out or swapped with its neighbour makes one of the other. */
function isOneEditAway(first: string, second: string): boolean {
  let start = 0
  while (start < first.length && first[start] === second[start]) start++
  const [one, other] = [first.slice(start), second.slice(start)]
  return (
    one.slice(1) === other.slice(1) ||
    one.slice(1) === other ||
    one === other.slice(1) ||
    (one.slice(2) === other.slice(2) && one[0] === other[1] && one[1] === other[0])
  )
}
