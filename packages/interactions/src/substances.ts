import { COMMON_MEDICATIONS } from './common-medications.ts'
import { isLocalUse } from './atc.ts'
import { substanceName } from './substance-name.ts'

const substancesByAtc = new Map<string, readonly string[]>()
const codesBySubstance = new Map<string, Set<string>>()

for (const { atc, substances } of COMMON_MEDICATIONS) {
  const names = substances.map(substanceName)
  // Two products may share a code (levodopa with benserazide or carbidopa): only what both hold is sure.
  const known = substancesByAtc.get(atc)
  substancesByAtc.set(atc, known ? known.filter((name) => names.includes(name)) : names)

  const [alone] = names
  if (names.length === 1 && alone !== undefined && !isLocalUse(atc)) {
    codesBySubstance.set(alone, (codesBySubstance.get(alone) ?? new Set()).add(atc))
  }
}

/** What a product of this ATC code holds, in plain words; empty when the code is not among the common medications. */
export const substancesOfAtc = (code: string): readonly string[] => substancesByAtc.get(code) ?? []

/**
 * The ATC code that a substance has on its own when swallowed or injected. None for a substance with several, as
 * aspirin, whose two codes stand for two doses and different rules.
 */
export function atcOfSubstance(name: string): string | undefined {
  const codes = codesBySubstance.get(name)
  return codes?.size === 1 ? [...codes][0] : undefined
}
