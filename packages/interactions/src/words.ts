/** Lower case without accents or punctuation: "Bétaméthasone" and "betamethasone" become one. */
export const plainWords = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Order that does not depend on the reader's language. */
export const byCodeUnits = (first: string, second: string): number =>
  first < second ? -1 : first > second ? 1 : 0
