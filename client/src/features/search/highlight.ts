/** Where the words of a search stand in a text, compared as the search compares: folded, by beginnings of words. */
import { foldText } from '@colloque/domain'

export interface Part {
  readonly text: string
  readonly hit: boolean
}

const WORD = /[\p{L}\p{N}\p{M}]+/gu

/** Length of the shortest beginning of `word` that folds to at least `folded`, or 0 where it does not begin so. */
function beginning(word: string, folded: string): number {
  if (!foldText(word).startsWith(folded)) return 0
  for (let length = 1; length < word.length; length++) {
    // « œ » is one letter and folds to two; a lone accent folds to none.
    if (foldText(word.slice(0, length)).length >= folded.length && !/^\p{M}/u.test(word.slice(length)))
      return length
  }
  return word.length
}

/** The text in parts, those that begin with one of the words marked. @param words folded */
export function highlighted(text: string, words: readonly string[]): Part[] {
  const parts: Part[] = []
  let done = 0
  const add = (end: number, hit: boolean) => {
    if (end > done) parts.push({ text: text.slice(done, end), hit })
    done = Math.max(done, end)
  }
  for (const match of text.matchAll(WORD)) {
    const length = Math.max(0, ...words.map((word) => beginning(match[0], word)))
    if (length === 0) continue
    add(match.index, false)
    add(match.index + length, true)
  }
  add(text.length, false)
  return parts
}

/** A passage of at most `most` characters around the first match, cut at words. @param words folded */
export function excerpt(text: string, words: readonly string[], most: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= most) return line
  const first = [...line.matchAll(WORD)].find(({ 0: word }) => words.some((one) => beginning(word, one) > 0))
  const from = Math.max(0, Math.min((first?.index ?? 0) - Math.floor(most / 3), line.length - most))
  const start = from === 0 ? 0 : line.indexOf(' ', from) + 1
  const end = line.length - start <= most ? line.length : line.lastIndexOf(' ', start + most)
  return `${start > 0 ? '… ' : ''}${line.slice(start, end > start ? end : start + most)}${end < line.length ? ' …' : ''}`
}
