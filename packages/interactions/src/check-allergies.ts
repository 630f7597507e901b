import { foldText, type Allergy } from '@colloque/domain'
import { profileOf, type MedicationToCheck } from './agents.ts'
import { ALLERGY_CLASSES } from './allergy-classes.ts'
import type { InteractionLevel } from './rule.ts'
import { substanceName } from './substance-name.ts'

/** Something is taken that the person does not bear, as was written down of them. */
export interface AllergyAlert {
  readonly key: string
  readonly kind: 'allergy'
  /** An allergy stands with the contraindications, an intolerance with the precautions. */
  readonly level: InteractionLevel
  readonly medications: readonly [string]
  readonly allergy: Allergy
  /** What was recognised: the substance that it holds, the class that it is in, or its name. */
  readonly by: 'substance' | 'class' | 'name'
  readonly rules: readonly []
  /** Always: what was written down are words, and somebody has to judge. */
  readonly conditional: true
}

const LEVELS = { allergy: 'CI', intolerance: 'PE' } as const

/** Lines that hold, or are of the class of, what an allergy names in words. Nothing is guessed beyond its words. */
export function checkAllergies(
  medications: readonly MedicationToCheck[],
  allergies: readonly Allergy[],
): AllergyAlert[] {
  const alerts = new Map<string, AllergyAlert>()
  for (const medication of medications) {
    const known = knownOf(medication)
    for (const allergy of allergies) {
      const by = recognise(allergy.to, known)
      if (!by) continue
      const level = LEVELS[allergy.kind]
      const key = `${level}:allergy:${medication.id}:${foldText(allergy.to)}`.slice(0, 200)
      const medications = [medication.id] as const
      alerts.set(key, { key, kind: 'allergy', level, medications, allergy, by, rules: [], conditional: true })
    }
  }
  return [...alerts.values()]
}

interface Known {
  readonly name: string
  readonly substances: readonly string[]
  readonly codes: readonly string[]
}

function knownOf(medication: MedicationToCheck): Known {
  const { products, components, named } = profileOf(medication)
  return {
    name: singular(foldText(medication.name)),
    substances: named.flatMap(({ substances }) => substances),
    codes: [...products, ...components].map(({ code }) => code),
  }
}

function recognise(to: string, { name, substances, codes }: Known): AllergyAlert['by'] | undefined {
  const plain = foldText(to)
  const words = singular(plain)
  if (words === '') return undefined
  const folded = substanceName(to)
  if (substances.some((one) => one === folded || holds(words, singular(one)))) return 'substance'
  const isOfClass = Object.entries(ALLERGY_CLASSES).some(
    ([label, groups]) =>
      // « AINS » is no plural.
      (holds(words, label) || holds(plain, label)) &&
      codes.some((code) => groups.some((group) => code.startsWith(group))),
  )
  if (isOfClass) return 'class'
  return holds(name, words) ? 'name' : undefined
}

/** « pénicillines » and « pénicilline » are one word. */
const singular = (plain: string) => plain.replaceAll(/(?<=\w{3})s\b/g, '')

/** Whole words only: « iode » is not in « amiodarone ». */
const holds = (text: string, words: string) => words !== '' && ` ${text} `.includes(` ${words} `)
