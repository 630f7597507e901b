/** What is typed of the facts that the rules need, before it is sent. */
import type { Allergy, ClinicalFacts } from '@colloque/domain'

export interface FactsDraft {
  /** 'unasked': nobody has asked; 'none': none is known. */
  allergiesSaid: 'unasked' | 'none' | 'some'
  allergies: { to: string; kind: Allergy['kind']; reaction: string }[]
  kidneyRate: string
  kidneyOn: string
  weightKg: string
  weightOn: string
  pregnancy: ClinicalFacts['pregnancy']
}

export type FactsProblem = 'allergyMissing' | 'kidneyRange' | 'kidneyDay' | 'weightRange' | 'weightDay'

export const newAllergy = (): FactsDraft['allergies'][number] => ({ to: '', kind: 'allergy', reaction: '' })

/** @param today YYYY-MM-DD, for what is not dated yet */
export function draftOfFacts(facts: ClinicalFacts | undefined, today: string): FactsDraft {
  const { allergies = null, kidney = null, weight = null, pregnancy = null } = facts ?? {}
  return {
    allergiesSaid: allergies === null ? 'unasked' : allergies.length ? 'some' : 'none',
    allergies: (allergies ?? []).map(({ to, kind, reaction }) => ({ to, kind, reaction: reaction ?? '' })),
    kidneyRate: kidney ? String(kidney.rate) : '',
    kidneyOn: kidney?.on ?? today,
    weightKg: weight ? String(weight.kg).replace('.', ',') : '',
    weightOn: weight?.on ?? today,
    pregnancy,
  }
}

const figure = (typed: string) => Number(typed.trim().replace(',', '.'))
const between = (value: number, least: number, most: number) => value >= least && value <= most

export function problemOf(draft: FactsDraft, today: string): FactsProblem | undefined {
  if (draft.allergiesSaid === 'some' && draft.allergies.some(({ to }) => !to.trim())) return 'allergyMissing'
  if (draft.kidneyRate.trim()) {
    if (!between(figure(draft.kidneyRate), 1, 200)) return 'kidneyRange'
    if (!draft.kidneyOn || draft.kidneyOn > today) return 'kidneyDay'
  }
  if (draft.weightKg.trim()) {
    if (!between(figure(draft.weightKg), 1, 400)) return 'weightRange'
    if (!draft.weightOn || draft.weightOn > today) return 'weightDay'
  }
  return undefined
}

/** The facts that differ from those that are known; an emptied figure is null. What nobody asked is left out. */
export function factsChange(
  known: ClinicalFacts | undefined,
  draft: FactsDraft,
): Partial<Pick<ClinicalFacts, 'kidney' | 'weight' | 'pregnancy'>> & { allergies?: Allergy[] } {
  const { allergiesSaid, allergies, kidneyRate, kidneyOn, weightKg, weightOn, pregnancy } = draft
  const said = {
    kidney: kidneyRate.trim() ? { rate: figure(kidneyRate), on: kidneyOn } : null,
    weight: weightKg.trim() ? { kg: figure(weightKg), on: weightOn } : null,
    pregnancy,
    ...(allergiesSaid === 'unasked'
      ? {}
      : {
          allergies:
            allergiesSaid === 'none'
              ? []
              : allergies.map(({ to, kind, reaction }) => ({
                  to: to.trim(),
                  kind,
                  reaction: reaction.trim() || null,
                })),
        }),
  }
  const before: Partial<ClinicalFacts> = known ?? {}
  return Object.fromEntries(
    Object.entries(said).filter(
      ([fact, value]) =>
        JSON.stringify(value) !== JSON.stringify(before[fact as keyof ClinicalFacts] ?? null),
    ),
  )
}
