/**
 * The database tells the ATC code of the medicines of major interest alone (CIS_MITM.txt). Another one has the code of
 * those that hold the same and are given the same way, if they all have one.
 */
import { foldText } from '@colloque/domain'
import { COMMON_MEDICATIONS } from '@colloque/interactions'

interface Known {
  readonly substances: readonly string[]
  readonly routes: readonly string[]
}

export interface AtcFromSubstances {
  /** @returns null where nothing or more than one thing is known */
  of(medicine: Known): string | null
}

const INJECTED = /^(intraveineuse|intramusculaire|sous-cutanée|intraartérielle|voie parentérale autre)$/
const SWALLOWED = /comprimé|gélule|capsule|sachet|buvable|gouttes/

const wayOf = (route: string) => (INJECTED.test(route) ? 'injected' : route)

/** The same substances given the same way, whatever their order. */
const keysOf = ({ substances, routes }: Known) => {
  const held = [...new Set(substances.map(foldText))].sort().join(' + ')
  return held === '' ? [] : [...new Set(routes.map(wayOf))].map((way) => `${held} @ ${way}`)
}

/**
 * What is swallowed is compared with the list that ships too: it knows what the database has no code for (warfarin),
 * and that aspirin has two codes, for two doses, where the database may tell one.
 */
export function atcFromSubstances(classified: Iterable<Known & { readonly atc: string }>): AtcFromSubstances {
  const codes = new Map<string, Set<string>>()
  const add = (key: string, atc: string) => codes.set(key, (codes.get(key) ?? new Set()).add(atc))
  for (const medicine of classified) for (const key of keysOf(medicine)) add(key, medicine.atc)
  for (const { name, substances, atc } of COMMON_MEDICATIONS) {
    if (!SWALLOWED.test(name)) continue
    const [key] = keysOf({ substances, routes: ['orale'] })
    if (key) add(key, atc)
  }
  return {
    of: (medicine) => {
      const found = new Set(keysOf(medicine).flatMap((key) => [...(codes.get(key) ?? [])]))
      return found.size === 1 ? [...found][0]! : null
    },
  }
}
