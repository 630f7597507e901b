/** Levels of the ANSM thesaurus, gravest first: contre-indication, association déconseillée, précaution d'emploi, à prendre en compte. */
export const INTERACTION_LEVELS = ['CI', 'AD', 'PE', 'APC'] as const
export type InteractionLevel = (typeof INTERACTION_LEVELS)[number]

/** Two classes or substances that interact, as one row of `data/interactions.csv`. */
export interface InteractionRule {
  /** Stays when the level, codes or wording of the rule are revised. */
  readonly id: string
  /** French name of one side, as shown. */
  readonly a: string
  /** ATC codes of that side, classes or substances; or one pseudo-code of a food, as `X-ALCOOL`. */
  readonly aAtc: readonly string[]
  readonly b: string
  readonly bAtc: readonly string[]
  readonly level: InteractionLevel
  /** What happens, in French. */
  readonly mechanism: string
  /** What to do, in French. */
  readonly action: string
  readonly source: string
  /** How sure the row is: `verified`, `verified-conditional`, `class-inferred`, `knowledge`; a `?` after it says less. */
  readonly confidence: string
  /** Holds at some dose, route or indication only: whoever reads it has to judge. */
  readonly conditional: boolean
}

/** What the rules come from, and what they are not: a whole, current or certified base. */
export const RULE_SOURCE = {
  name: 'ANSM, Thésaurus des interactions médicamenteuses',
  date: '2020-10',
  partial: true,
} as const
export type RuleSource = typeof RULE_SOURCE

/** Gravest level first: negative when `first` is graver. */
export const compareLevels = (first: InteractionLevel, second: InteractionLevel): number =>
  INTERACTION_LEVELS.indexOf(first) - INTERACTION_LEVELS.indexOf(second)
