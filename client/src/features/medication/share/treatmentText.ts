/** The list as plain text, for the software of others. */

export interface TreatmentText {
  /** « MOREL Jeanne, née le 9 mars 1942 » */
  readonly person: string
  readonly title: string
  /** Allergies, kidneys, weight: « Allergies : pénicilline » */
  readonly facts: readonly string[]
  readonly lines: readonly { readonly name: string; readonly dose: string; readonly since: string }[]
  readonly empty: string
  /** What the list is and is not, with its date. */
  readonly note: string
}

/** One line for each medicine, no column: it is pasted where fonts are unknown. */
export function treatmentText({ person, title, facts, lines, empty, note }: TreatmentText): string {
  const taken = lines.map(({ name, dose, since }) => `- ${name} : ${dose}, ${since}`)
  return [person, ...facts, '', title, ...(taken.length ? taken : [empty]), '', note].join('\n')
}
