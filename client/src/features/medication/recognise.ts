/** What somebody typed or pasted, against the common medications: a line of a prescription is more than a name. */
import { foldText } from '@colloque/domain'
import type { CommonMedication } from '@colloque/interactions'

type Search = (query: string, limit?: number) => CommonMedication[]

/** Best first: for all the words, else for fewer from the end on, so that a dose or a form does not hide the name. */
export function suggest(typed: string, search: Search, limit = 8): CommonMedication[] {
  const words = foldText(typed).split(' ').filter(Boolean).slice(0, 5)
  for (let length = words.length; length > 0; length--) {
    const found = search(words.slice(0, length).join(' '), limit)
    if (found.length > 0) return found
  }
  return []
}

/**
 * The one ATC code that a free text can mean: its first word is a substance or a brand, and all that bear that name
 * share the code. Nothing is guessed where there are several, nor for a combination: « paracétamol codéine » is more
 * than paracétamol.
 */
export function recognise(typed: string, search: Search): CommonMedication | undefined {
  const [first, ...others] = foldText(typed).split(' ')
  if (!first) return undefined
  const same = search(first, 50).filter(({ substances, brands }) =>
    [substances.join(' '), ...brands].some((name) => foldText(name) === first),
  )
  const [found] = same
  if (!found || same.some(({ atc }) => atc !== found.atc)) return undefined
  return others.some((word) => namesAnother(word, found, search)) ? undefined : found
}

const namesAnother = (word: string, found: CommonMedication, search: Search): boolean =>
  word.length > 3 &&
  !foldText(found.substances.join(' ')).split(' ').includes(word) &&
  search(word, 50).some(({ substances }) => foldText(substances.join(' ')).split(' ').includes(word))

/**
 * « Clarithromycine 500 mg, 1 comprimé matin et soir »: what comes after the first comma and starts with a dose is the posology.
 * The comma of « 2,5 mg » has no space after it.
 */
export function splitPasted(line: string): { name: string; posology: string } {
  const flat = line.replace(/\s+/g, ' ').trim()
  const match = /^(.+?)\s*[,;:]\s+(\d.*)$/.exec(flat)
  return match?.[1] && match[2] ? { name: match[1], posology: match[2] } : { name: flat, posology: '' }
}
