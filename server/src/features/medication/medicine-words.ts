/** Names of medicines and what people type of them, as the same words. */
import { foldText } from '@colloque/domain'

const MICROGRAM = 'µg'
const MICROGRAMS: readonly string[] = ['microgramme', 'microgrammes', 'mcg', 'ug', 'μg', MICROGRAM]

export const isNumber = (word: string | undefined): boolean =>
  word !== undefined && /^\d+(\.\d+)?$/.test(word)

/** `1g` is « 1 g », `2,5` one number, `doliprane1000` « doliprane 1000 »; `b12` and `d3` are one word. */
const split = (text: string): string[] =>
  text
    .split(/((?<!\d)\d+[.,]\d+)/)
    .flatMap((piece, n) => (n % 2 === 1 ? piece.replace(',', '.') : wordsOf(piece)))

const wordsOf = (text: string): string[] =>
  foldText(text)
    .replace(/(\d)(\p{L})/gu, '$1 $2')
    .replace(/(\p{L}{3})(\d)/gu, '$1 $2')
    .split(' ')
    .filter((word) => word !== '')

/** The words typed, at most `most`. */
export const typedWords = (text: string, most = 8): string[] =>
  split(text)
    .slice(0, most)
    .map((word) => (MICROGRAMS.includes(word) && word !== 'microgramme' ? MICROGRAM : word).slice(0, 40))

/** The words of a name, with other ways to write its doses: 1000 mg is 1 g, 50 000 is 50000. */
export function namedWords(text: string): string[] {
  const words = split(text)
  const others = words.flatMap((word, n) => {
    if (MICROGRAMS.includes(word)) return [MICROGRAM]
    // Of « 50 000 UI » the 50 tells all.
    if (!isNumber(word) || isNumber(words[n - 1])) return []
    const next = words[n + 1]
    if (isNumber(next) && next?.length === 3) return sameDose(Number(`${word}${next}`), words[n + 2])
    return sameDose(Number(word), next)
  })
  return [...words, ...others].map((word) => word.slice(0, 40))
}

function sameDose(amount: number, unit: string | undefined): string[] {
  const written = String(amount)
  if (unit === 'mg' && amount >= 1_000) return [written, ...split(`${amount / 1_000} g`)]
  if (unit === 'g') return [written, `${amount * 1_000}`, 'mg']
  return [written]
}
