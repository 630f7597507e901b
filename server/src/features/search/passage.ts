import { foldText } from '@colloque/domain'

/** In characters: enough of what was said before the hit to understand it. */
const BEFORE = 80
const WORD = /[\p{L}\p{N}\p{M}]+/gu

/**
 * The words around the first hit, in one line, with « … » where something is left out.
 * @param words folded; a word of the text is a hit when it begins with one of them
 * @param most characters, ellipses included
 */
export function passageAround(text: string, words: readonly string[], most: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= most) return line
  const hit = hitIn(line, words) ?? 0
  const room = most - 2
  // Not past the point from which the rest of the line fits.
  const earliest = Math.max(0, Math.min(hit - BEFORE, line.length - room))
  const start = earliest === 0 ? 0 : wordAfter(line, earliest, hit)
  const latest = Math.min(line.length, start + room)
  const end = latest === line.length ? latest : wordBefore(line, latest, hit)
  return `${start > 0 ? '…' : ''}${line.slice(start, end)}${end < line.length ? '…' : ''}`
}

/** Where the first word is that begins with one of these. */
function hitIn(line: string, words: readonly string[]): number | undefined {
  for (const { 0: word, index } of line.matchAll(WORD)) {
    const folded = foldText(word)
    if (words.some((sought) => folded.startsWith(sought))) return index
  }
  return undefined
}

function wordAfter(line: string, at: number, most: number): number {
  const blank = line.indexOf(' ', at)
  return blank >= 0 && blank < most ? blank + 1 : wholeCharacter(line, at)
}

function wordBefore(line: string, at: number, least: number): number {
  const blank = line.lastIndexOf(' ', at)
  return blank > least ? blank : wholeCharacter(line, at)
}

/** Never between the two halves of a character beyond the basic plane. */
function wholeCharacter(line: string, at: number): number {
  const unit = line.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at
}
