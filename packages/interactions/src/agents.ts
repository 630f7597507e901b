import { atcCodesIn, isLocalUse, isPrecise, namesSubstance, siteOf } from './atc.ts'
import { byCodeUnits } from './by-code-units.ts'
import { atcOfSubstance, substancesOfAtc } from './substances.ts'
import { substanceName } from './substance-name.ts'

/** A medicine as a caller knows it. Without a code or known substances it cannot be checked. */
export interface MedicationToCheck {
  readonly id: string
  readonly name: string
  /** One ATC code, or several with `;` between them for a product that holds several substances. */
  readonly atc?: string
  /** International names, in French. Where missing, those of the common medication with that code. */
  readonly substances?: readonly string[]
}

/** What a rule can name in a medicine: the product by its code, or one substance of it by the code that the substance has alone. */
export interface Agent {
  /** Empty of a substance that is known by its name alone. */
  readonly code: string
  /** In plain words; empty when unknown. */
  readonly substances: readonly string[]
}

/** One medicine, as the rules see it. */
export interface Profile {
  readonly id: string
  readonly products: readonly Agent[]
  /** The substances of a combination, one by one: ramipril with hydrochlorothiazide is also hydrochlorothiazide. */
  readonly components: readonly Agent[]
  /** Its substances one by one, as rules name them in words. */
  readonly named: readonly Agent[]
  /** All its substances as one text; empty where none is known. */
  readonly whole: string
  /** What tells that another medicine holds the same, acting in the same place. */
  readonly marks: ReadonlySet<string>
  readonly hasPreciseCode: boolean
}

/** What the rules can know of a medicine. */
export function profileOf({ id, atc = '', substances = [] }: MedicationToCheck): Profile {
  const given = substances.map(substanceName).filter(Boolean)
  const codes = atcCodesIn(atc)
  const products = codes.map((code) => ({ code, substances: holdsOf(code, codes, given) }))
  const names = new Set([...given, ...products.flatMap((product) => product.substances)])

  // A cream does not become a tablet because its substance also exists as one, and Kardégic is not aspirin at 1 g.
  const standsForItsParts = codes.length === 0 || (names.size > 1 && !codes.some(isLocalUse))
  const components = standsForItsParts ? componentsOf(names) : []

  const sites = codes.length === 0 ? ['systemic'] : [...new Set(codes.map(siteOf))]
  const marks = [...names].flatMap((name) => sites.map((site) => `${name} @ ${site}`))
  const local = codes.find(isLocalUse) ?? ''
  return {
    id,
    products,
    components,
    named: [...names].map((name) => ({ code: local, substances: [name] })),
    whole: [...names].sort(byCodeUnits).join(' + '),
    marks: new Set([...marks, ...codes.filter(namesSubstance)]),
    hasPreciseCode: codes.some(isPrecise),
  }
}

const holdsOf = (code: string, codes: readonly string[], given: readonly string[]) => {
  const known = substancesOfAtc(code)
  return codes.length === 1 && given.length > 0 ? given : known
}

const componentsOf = (names: ReadonlySet<string>): Agent[] =>
  [...names].flatMap((name) => {
    const code = atcOfSubstance(name)
    return code === undefined ? [] : [{ code, substances: [name] }]
  })

/** Whether two agents are one and the same substance, whatever its dose or form. */
export function isSameAgent(first: Agent, second: Agent): boolean {
  if (first.code === second.code && namesSubstance(first.code)) return true
  return (
    first.substances.length > 0 &&
    first.substances.length === second.substances.length &&
    first.substances.every((name) => second.substances.includes(name))
  )
}
