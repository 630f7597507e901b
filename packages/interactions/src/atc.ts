import { AtcSchema } from '@colloque/domain'

/** Lengths of an ATC code, from substance to anatomical group. */
const LENGTHS = [7, 5, 4, 3, 1] as const

/** Below this a code names a group so wide that most rules cannot know it. Products without a substance code of their own stop here (A12AX, calcium with vitamin D). */
const CHEMICAL_SUBGROUP_LENGTH = 5
const SUBSTANCE_LENGTH = 7

/**
 * Groups put on skin or mucosa, or inhaled, that hardly reach the blood. Not among them: dermatologicals that are
 * swallowed, and beta-blocking eye drops (S01ED), which the thesaurus counts with tablets.
 */
const LOCAL_USE = /^(C05|D(?!01B|05B|10B|11AH)|G01|M02|R01|R02|R03[AB]|S(?!01ED))/

export const isAtc = (code: string): boolean => AtcSchema.safeParse(code).success

/** The valid ATC codes of a text such as `C09AA05` or `c09aa05; C03AA03`. What is no ATC code is left out. */
export const atcCodesIn = (text: string): string[] => [
  ...new Set(
    text
      .toUpperCase()
      .split(/[\s;,+/]+/)
      .filter(isAtc),
  ),
]

/** The code itself and the classes that hold it, longest first. */
export const withClasses = (code: string): string[] =>
  LENGTHS.filter((length) => length <= code.length).map((length) => code.slice(0, length))

export const namesSubstance = (code: string): boolean => code.length === SUBSTANCE_LENGTH

/** Whether rules can be looked up for it. */
export const isPrecise = (code: string): boolean => code.length >= CHEMICAL_SUBGROUP_LENGTH

export const isLocalUse = (code: string): boolean => LOCAL_USE.test(code)

/** Where it acts: one group of local use, or the whole body. */
export const siteOf = (code: string): string => (isLocalUse(code) ? code.slice(0, 3) : 'systemic')
