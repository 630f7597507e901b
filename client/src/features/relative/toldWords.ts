export const REPORTABLE = ['sideEffect', 'adherence', 'fall', 'other'] as const
export type Reportable = (typeof REPORTABLE)[number]

/** The signs that one touches, for each; the words are in the texts. */
export const SIGNS = {
  sideEffect: ['dizzy', 'sick', 'sleepy', 'skin', 'bleeding', 'confused'],
  adherence: ['forgotten', 'days', 'refused', 'full', 'doubt', 'empty'],
  fall: ['up', 'helped', 'head', 'pain', 'night', 'again'],
  other: ['eats', 'sleeps', 'sad', 'breath', 'swollen', 'tired'],
} as const satisfies Record<Reportable, readonly string[]>

/** As in the domain, for what the pharmacist gets. */
export const WORDS_MAX = 400

/**
 * What was touched and written, as one text: « Vertiges, Nausées. Depuis hier. »
 * @param first what stands before it, where the text alone would not say it: « Une chute »
 */
export function toldWords(signs: readonly string[], words: string, first = ''): string {
  const [touched, written] = [signs.join(', '), words.trim()]
  const said = [touched, written].filter(Boolean).join(touched.endsWith('?') ? ' ' : '. ')
  return first && said ? `${first} : ${said}` : first || said
}
