/** Levels of the ANSM thesaurus, gravest first: contre-indication, association déconseillée, précaution d'emploi, à prendre en compte. */
export const INTERACTION_LEVELS = ['CI', 'AD', 'PE', 'APC'] as const
export type InteractionLevel = (typeof INTERACTION_LEVELS)[number]

/** Two classes or substances that interact: one row of `data/interactions.csv`, or one level of a pair of a thesaurus. */
export interface InteractionRule {
  /** Stays when the level, codes or wording of the rule are revised. */
  readonly id: string
  /** French name of one side, as shown. */
  readonly a: string
  /** ATC codes of that side, classes or substances; or one pseudo-code of a food, as `X-ALCOOL`. */
  readonly aAtc: readonly string[]
  /** Substances of that side, as `substanceName` writes them: a medicine is found by its code or by what it holds. */
  readonly aSubstances?: readonly string[] | undefined
  readonly b: string
  readonly bAtc: readonly string[]
  readonly bSubstances?: readonly string[] | undefined
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

/** Where rules come from, and of when. */
export interface RuleSource {
  readonly name: string
  /** As far as it is known: `2020-10`. */
  readonly date: string
  /** Only some of what the source has. */
  readonly partial: boolean
}

/** Rules that are in force together. */
export interface RuleSet {
  readonly source: RuleSource
  readonly rules: readonly InteractionRule[]
}

/** What the rules that ship come from, and what they are not: a whole, current or certified base. */
export const RULE_SOURCE = {
  name: 'ANSM, Thésaurus des interactions médicamenteuses',
  date: '2020-10',
  partial: true,
} as const satisfies RuleSource

/** Gravest level first: negative when `first` is graver. */
export const compareLevels = (first: InteractionLevel, second: InteractionLevel): number =>
  INTERACTION_LEVELS.indexOf(first) - INTERACTION_LEVELS.indexOf(second)
