/**
 * Search as one types over all medicines, in memory: a sorted list of their words, and for each word the medicines
 * that have it. Packages for it compare whole words where they allow for typos; a word that is being typed is none.
 */
import { setImmediate } from 'node:timers/promises'
import type { Medicine } from '@colloque/contract'
import { foldText } from '@colloque/domain'
import { COMMON_MEDICATIONS } from '@colloque/interactions'
import { editsToBegin } from './edits.ts'
import { isNumber, namedWords, typedWords } from './medicine-words.ts'

export interface MedicineIndex {
  /** Best first. */
  search(typed: string, limit: number): Medicine[]
}

/** Where a word stands; what begins with what was typed comes first. */
const PLACE = { start: 0, name: 1, within: 2, form: 3 } as const
const PLACES = 4

/** Each outweighs all that follow: a typo, not sold, the place, not the whole word. */
const COST = { typo: 10_000, unsold: 1_000, place: 10, begun: 1 } as const
const NONE = 0xffff
/** Other servers' requests go on while thousands of names are taken in. */
const IN_ONE_TURN = 1_000

const COMMON_CODES: ReadonlySet<string> = new Set(COMMON_MEDICATIONS.map(({ atc }) => atc))
/** The list that ships, then the medicines with a code of that list, then the others. */
const commonness = ({ cis, atc }: Medicine) => (cis === null ? 0 : atc && COMMON_CODES.has(atc) ? 1 : 2)

/** @param given parallel imports bear the name of one product: one of each name is offered */
export async function buildMedicineIndex(given: readonly Medicine[]): Promise<MedicineIndex> {
  const medicines = await inOrder(given)
  const placed = new Map<string, number[]>()
  for (const [n, medicine] of medicines.entries()) {
    if (n % IN_ONE_TURN === 0) await setImmediate()
    for (const [word, place] of placesOf(medicine)) {
      const entry = n * PLACES + place
      const held = placed.get(word)
      if (held) held.push(entry)
      else placed.set(word, [entry])
    }
  }
  const words = [...placed.keys()].sort()
  const entries = words.map((word) => Uint32Array.from(placed.get(word)!))
  placed.clear()

  const begins = (typed: string, isLast: boolean): Found[] => {
    const found: Found[] = []
    const isExact = isNumber(typed) && !isLast
    for (let n = firstFrom(words, typed); n < words.length && words[n]!.startsWith(typed); n++) {
      if (words[n] === typed) found.push({ word: n, cost: 0 })
      else if (!isExact) found.push({ word: n, cost: COST.begun })
    }
    return found
  }
  const resembles = (typed: string): Found[] => {
    const most = editsAllowed(typed)
    if (most === 0) return []
    return words.flatMap((word, n) => {
      const edits = isNumber(word) ? undefined : editsToBegin(word, typed, most)
      const isOtherLetter = word[0] === typed[0] ? 0 : COST.begun
      return edits ? [{ word: n, cost: edits * COST.typo + isOtherLetter }] : []
    })
  }

  /** The medicines that have a word for each of those typed, by the sum of what the words cost. */
  const allOf = (foundByWord: readonly (readonly Found[])[]): Map<number, number> => {
    let sums: Map<number, number> | undefined
    for (const found of foundByWord) {
      const costs = new Map<number, number>()
      for (const { word, cost } of found)
        for (const entry of entries[word]!) {
          const n = Math.floor(entry / PLACES)
          const sum = sums === undefined ? 0 : sums.get(n)
          if (sum === undefined) continue
          const next = sum + cost + (entry % PLACES) * COST.place
          if (next < (costs.get(n) ?? Infinity)) costs.set(n, next)
        }
      sums = costs
      if (sums.size === 0) break
    }
    return sums ?? new Map<number, number>()
  }

  return {
    search: (text, limit) => {
      const typed = typedWords(text)
      const asTyped = typed.map((word, n) => begins(word, n === typed.length - 1))
      let found = allOf(asTyped)
      if (found.size === 0 && typed.length > 0)
        found = allOf(typed.map((word, n) => [...asTyped[n]!, ...resembles(word)]))
      return [...found]
        .map(([n, cost]) => ({ n, cost: cost + (medicines[n]!.marketed ? 0 : COST.unsold) }))
        .sort((one, other) => one.cost - other.cost || one.n - other.n)
        .slice(0, limit)
        .map(({ n }) => medicines[n]!)
    },
  }
}

interface Found {
  /** Its place in the sorted list. */
  readonly word: number
  readonly cost: number
}

/** A strength is never guessed at, and short words are too like one another. */
const editsAllowed = (word: string) => (/\d/.test(word) || word.length < 4 ? 0 : word.length < 8 ? 1 : 2)

/** Their order decides where all else is equal: common ones, those of one substance, then by name, 5 mg before 10 mg. */
async function inOrder(given: readonly Medicine[]): Promise<Medicine[]> {
  const keyed: { readonly key: string; readonly name: string; readonly medicine: Medicine }[] = []
  for (const [n, medicine] of given.entries()) {
    if (n % IN_ONE_TURN === 0) await setImmediate()
    const name = foldText(medicine.name).replace(/\d+/g, (figures) => figures.padStart(8, '0'))
    const many = String(medicine.substances.length).padStart(2, '0')
    const best = `${medicine.marketed ? 0 : 1}${medicine.atcFrom === 'mitm' ? 0 : 1}${medicine.cis ?? ''}`
    keyed.push({ key: `${commonness(medicine)} ${many} ${name} ${best}`, name, medicine })
  }
  keyed.sort((one, other) => (one.key < other.key ? -1 : 1))
  const names = new Set<string>()
  return keyed.flatMap(({ name, medicine }) => {
    const offered = `${medicine.cis === null ? 'list' : ''} ${name}`
    if (names.has(offered)) return []
    names.add(offered)
    return [medicine]
  })
}

/** The best place of each word of a medicine. */
function placesOf({ name, substances, brands }: Medicine): Map<string, number> {
  const [title = '', ...form] = name.split(/,\s/)
  const places = new Map<string, number>()
  const put = (text: string, first: number, others: number) => {
    for (const [n, word] of namedWords(text).entries()) {
      const place = n === 0 ? first : others
      if (place < (places.get(word) ?? NONE)) places.set(word, place)
    }
  }
  put(title, PLACE.start, PLACE.name)
  for (const brand of brands) put(brand, PLACE.name, PLACE.within)
  for (const substance of substances) put(substance, PLACE.name, PLACE.within)
  put(form.join(' '), PLACE.form, PLACE.form)
  return places
}

/** The first place in a sorted list whose word is `word` or comes after it. */
function firstFrom(sorted: readonly string[], word: string): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < word) low = middle + 1
    else high = middle
  }
  return low
}
