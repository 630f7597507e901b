/** « 1 cp matin et soir pendant 7 jours » taken apart: moments, days, and the words that remain. Nothing is guessed. */
import { MOMENTS, type Moment, type Moments } from '@colloque/domain'
import { BEFORE_MOMENT, DOSE, MOMENT, momentOf, tidyDose, UNIT } from './doseWords.ts'

export interface ReadPosology {
  /** null where it is not plain how much is taken at which moment. */
  readonly moments: Moments | null
  /** What is not said by the moments; the whole of it where there are none. */
  readonly posology: string | null
  /** How many days it lasts; null for what goes on. */
  readonly days: number | null
  /** Of how much is handed out or renewed: no part of the treatment. */
  readonly unread: string | null
}

/** One number for each moment, as in « 1-0-1-0 ». */
const PART = '(?:\\d+(?:[.,]\\d+)?|½|¼|¾|1\\/2|1\\/4|3\\/4)'
const SCHEME = new RegExp(
  `(?<![\\d\\/])(${PART})\\s?[-–]\\s?(${PART})\\s?[-–]\\s?(${PART})(?:\\s?[-–]\\s?(${PART}))?(?![\\d\\/-])(?:\\s?${UNIT})?`,
  'iu',
)
const LASTS = /(?:,\s*)?(?:pendant|durant|x|pdt)\s?(\d+)\s?(jours?|j|semaines?|sem|mois)(?![\p{L}])\.?/iu
const HANDED_OUT =
  /(?:,\s*)?(?<![\p{L}])(?:(?:qsp|q\.s\.p\.?|pour)\s?\d+\s?(?:jours?|j|semaines?|sem|mois)|(?:à renouveler|a renouveler|AR|renouvelable)\s?(?:\d+\s?(?:fois|mois))?|(?:\d+\s)?bo[iî]tes?(?:\sde\s\d+)?|NS\b|non substituable)(?![\p{L}])\.?/giu
const DAYS = { j: 1, s: 7, m: 30 } as const

const TIMES = '(?:\\s*,?\\s*\\(?(?:x\\s?\\d|\\d\\s?(?:fois|x))\\s?(?:par jour|\\/\\s?j(?:our)?)?\\s*[:,(]?)?'
const PORTION = new RegExp(
  `(?:(${DOSE})\\s*(${UNIT})?${TIMES}\\s*)?(?:,|et|\\+|;|/)?\\s*${BEFORE_MOMENT}(${MOMENT})\\)?`,
  'giu',
)
/** The dose is not the same each day, or depends: no grid says that. */
const NOT_PLAIN =
  /(?<![\p{L}])(?:puis|ou le|ou au|ensuite|alternance|augmenter|diminuer|selon|sauf)(?![\p{L}])/iu

/** @param words of one line, without the name */
export function readPosology(words: string): ReadPosology {
  const handedOut = [...words.matchAll(HANDED_OUT)].map(([found]) => trimmed(found))
  const said = words.replace(HANDED_OUT, ' ')
  const unread = handedOut.filter(Boolean).join(', ') || null
  if (NOT_PLAIN.test(said)) return { moments: null, posology: trimmed(said) || null, days: null, unread }

  const lasts = LASTS.exec(said)
  const days = lasts ? Number(lasts[1]) * DAYS[lasts[2]!.charAt(0).toLowerCase() as 'j' | 's' | 'm'] : null
  const dosed = lasts ? said.replace(LASTS, ' ') : said
  const { moments, rest } = byScheme(dosed) ?? byWords(dosed) ?? { moments: null, rest: dosed }
  return { moments, posology: trimmed(rest) || null, days: days && days > 0 ? days : null, unread }
}

interface Taken {
  readonly moments: Moments
  readonly rest: string
}

function byScheme(words: string): Taken | undefined {
  const found = SCHEME.exec(words)
  if (!found) return undefined
  const parts = found.slice(1, 5)
  const moments: Partial<Record<Moment, string>> = {}
  // Three numbers are morning, noon and evening.
  MOMENTS.forEach((moment, at) => {
    const part = parts[at]
    if (part && Number(part.replace(',', '.')) !== 0) moments[moment] = tidyDose(part)
  })
  return Object.keys(moments).length ? { moments, rest: words.replace(SCHEME, ' ') } : undefined
}

/** Each moment with its dose; one without takes the dose said before it: « 1 cp matin et soir ». */
function byWords(words: string): Taken | undefined {
  const moments: Partial<Record<Moment, string>> = {}
  let last: string | undefined
  for (const [, dose, unit, word] of words.matchAll(PORTION)) {
    const moment = momentOf(word ?? '')
    last = dose ? tidyDose(dose, unit) : last
    if (!moment || last === undefined || moments[moment] !== undefined) return undefined
    moments[moment] = last
  }
  const rest = words.replace(PORTION, ' ')
  // A further number belongs to something that was not understood.
  if (Object.keys(moments).length === 0 || new RegExp(`${DOSE}\\s*${UNIT}`, 'iu').test(rest)) return undefined
  return { moments, rest }
}

/** Without what joined it to the parts that were taken out. */
function trimmed(words: string): string {
  const loose = /^(?:[\s,;:.()–-]|(?:et|à prendre|prendre)(?![\p{L}]))+|[\s,;:.(–-]+$/giu
  const flat = words
    .replace(/\(\s*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/\s+([,.])/g, '$1')
  const bare = flat.replace(loose, '').trim()
  return bare.endsWith(')') && !bare.includes('(') ? bare.slice(0, -1) : bare
}
