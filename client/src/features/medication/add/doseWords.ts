/** How much and when, as prescriptions write it: patterns that the reader of a pasted text is made of. */
import type { Moment } from '@colloque/domain'

const FRACTION = '½|¼|¾|1\\/2|1\\/4|3\\/4'
const COUNT = `(?:\\d+(?:[.,]\\d+)?\\s?(?:½|¼|¾)?|${FRACTION})`
const WORD_COUNT = 'une? demi(?:e|-)?|une?|demi|deux|trois|quatre'
/** « 1 », « ½ », « 1,5 », « 1 à 2 », « un demi »; not the figures of « 20 mg/2 ml ». */
export const DOSE = `(?<![\\/\\d.,\\p{L}])(?:(?:${FRACTION}|${COUNT})(?:\\s?(?:à|ou)\\s?${COUNT})?(?:\\s?et\\sdemie?)?|(?:${WORD_COUNT})(?![\\p{L}]))(?:\\s?(?:de))?`

/** What is counted in tablets needs no unit in a pill organiser. */
const TABLET = 'cps?|cpr?s?|comprimés?|comprimes?|gélules?|gelules?|gél\\.?|capsules?|caps?'
const OTHER_UNIT =
  'gouttes?|gttes?|gtt|sachets?|ampoules?|amp\\.?|bouffées?|bouffees?|inhalations?|applications?|injections?|inj\\.?|cuill[eè]res?(?:\\sà\\s(?:soupe|café))?|c\\.?\\s?à\\.?\\s?[sc]\\.?|doses?|dosettes?|suppositoires?|suppos?|patchs?|UI|unités?|ml|mesures?|pulvérisations?|ovules?|flacons?'
export const UNIT = `(?:${TABLET}|${OTHER_UNIT})(?![\\p{L}/])`

const MOMENT_WORDS: readonly (readonly [Moment, RegExp])[] = [
  ['morning', /^matins?|^petit/],
  ['noon', /^midis?|^d[eé]jeuner/],
  ['evening', /^soirs?|^d[iî]ner/],
  ['night', /^couchers?|^nuits?/],
]
export const MOMENT =
  '(?:petit[ -]d[eé]jeuner|matins?|midis?|soirs?|d[eé]jeuner|d[iî]ner|couchers?|nuits?)(?![\\p{L}])'
/** « le », « au », « chaque », « tous les »: stands before a moment. */
export const BEFORE_MOMENT = "(?:(?:le|la|au|à|chaque|tous les|l['’])\\s*)*"

export const momentOf = (word: string): Moment | undefined =>
  MOMENT_WORDS.find(([, pattern]) => pattern.test(word.toLowerCase()))?.[0]

const TIDIED: readonly (readonly [RegExp, string])[] = [
  [/^(?:une? )?demi(?:e|-)?$/i, '½'],
  [/^une?$/i, '1'],
  [/^deux$/i, '2'],
  [/^trois$/i, '3'],
  [/^quatre$/i, '4'],
  [/^0[.,]5$|^1\/2$/, '½'],
  [/^0[.,]25$|^1\/4$/, '¼'],
  [/^0[.,]75$|^3\/4$/, '¾'],
  [/^(\d+)(?:[.,]5|\s?½|\s?et\sdemie?)$/, '$1½'],
]

const IS_TABLET = new RegExp(`^(?:${TABLET})$`, 'iu')

/** « 0,5 », « 1/2 », « un demi » all become « ½ »; « 1,5 » becomes « 1½ »; a unit other than tablets stays. */
export function tidyDose(dose: string, unit = ''): string {
  const count = dose.trim().replace(/\s+de$/, '')
  const [pattern, written] = TIDIED.find(([one]) => one.test(count)) ?? []
  const tidy = pattern ? count.replace(pattern, written!) : count
  return unit && !IS_TABLET.test(unit.trim()) ? `${tidy} ${unit.trim()}` : tidy
}
