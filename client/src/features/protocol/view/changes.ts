/** What changed between two versions of a protocol, in the order in which it is read. Pure. */
import type { ProtocolContent, ProtocolStep, ProtocolThreshold, ReadingKind } from '@colloque/domain'
import { isSame } from '../sameContent.ts'

const WHOLE = ['name', 'purpose', 'source', 'lastsDays'] as const
export type WholeField = (typeof WHOLE)[number]

/** `who`: the profession, with whoever outside does it. */
const OF_STEP = ['title', 'who', 'when', 'detail', 'urgency', 'records', 'checklist'] as const
export type StepField = (typeof OF_STEP)[number]

export type Change =
  | { readonly what: 'whole'; readonly field: WholeField }
  | { readonly what: 'stepAdded'; readonly step: ProtocolStep }
  | { readonly what: 'stepRemoved'; readonly step: ProtocolStep }
  | { readonly what: 'stepMoved'; readonly step: ProtocolStep; readonly from: number; readonly to: number }
  | {
      readonly what: 'step'
      readonly field: StepField
      readonly before: ProtocolStep
      readonly after: ProtocolStep
    }
  | { readonly what: 'readingAdded' | 'readingRemoved'; readonly kind: ReadingKind }
  | {
      readonly what: 'target' | 'rules'
      readonly before: ProtocolThreshold
      readonly after: ProtocolThreshold
    }
  | { readonly what: 'delegations' }

export function changesBetween(before: ProtocolContent, after: ProtocolContent): Change[] {
  return [
    ...WHOLE.filter((field) => before[field] !== after[field]).map((field): Change => ({
      ...{ what: 'whole', field },
    })),
    ...stepChanges(before.steps, after.steps),
    ...thresholdChanges(before.thresholds, after.thresholds),
    ...(isSame(before.delegations, after.delegations) ? [] : [{ what: 'delegations' } as const]),
  ]
}

function stepChanges(before: readonly ProtocolStep[], after: readonly ProtocolStep[]): Change[] {
  const was = new Map(before.map((step) => [step.key, step]))
  const is = new Set(after.map(({ key }) => key))
  const moved = movedKeys(before, after)
  return [
    ...after.flatMap((step, index): Change[] => {
      const old = was.get(step.key)
      if (!old) return [{ what: 'stepAdded', step }]
      const fields = OF_STEP.filter((field) => !isSame(partOf(old, field), partOf(step, field)))
      return [
        ...fields.map((field): Change => ({ what: 'step', field, before: old, after: step })),
        ...(moved.has(step.key)
          ? [{ what: 'stepMoved', step, from: before.indexOf(old) + 1, to: index + 1 } as const]
          : []),
      ]
    }),
    ...before.filter(({ key }) => !is.has(key)).map((step): Change => ({ what: 'stepRemoved', step })),
  ]
}

const partOf = (step: ProtocolStep, field: StepField) =>
  field === 'who' ? [step.forProfession, step.outside] : step[field]

/** The fewest steps that must have moved: those outside the longest run that kept its order. */
function movedKeys(before: readonly ProtocolStep[], after: readonly ProtocolStep[]): Set<string> {
  const place = new Map(before.map(({ key }, index) => [key, index]))
  const kept = after.filter(({ key }) => place.has(key)).map(({ key }) => key)
  /** The longest run in order that ends at each of them. */
  const runs: string[][] = []
  for (const [index, key] of kept.entries()) {
    const longest = runs
      .slice(0, index)
      .filter((run) => (place.get(run.at(-1)!) ?? 0) < (place.get(key) ?? 0))
      .reduce<string[]>((one, other) => (other.length > one.length ? other : one), [])
    runs.push([...longest, key])
  }
  const stayed = new Set(runs.reduce<string[]>((one, other) => (other.length > one.length ? other : one), []))
  return new Set(kept.filter((key) => !stayed.has(key)))
}

function thresholdChanges(
  before: readonly ProtocolThreshold[],
  after: readonly ProtocolThreshold[],
): Change[] {
  const was = new Map(before.map((one) => [one.kind, one]))
  const is = new Set(after.map(({ kind }) => kind))
  return [
    ...after.flatMap((one): Change[] => {
      const old = was.get(one.kind)
      if (!old) return [{ what: 'readingAdded', kind: one.kind }]
      const isAim = isSame([old.target, old.choices], [one.target, one.choices])
      return [
        ...(isAim ? [] : [{ what: 'target', before: old, after: one } as const]),
        ...(isSame(old.rules, one.rules) ? [] : [{ what: 'rules', before: old, after: one } as const]),
      ]
    }),
    ...before
      .filter(({ kind }) => !is.has(kind))
      .map(({ kind }): Change => ({ what: 'readingRemoved', kind })),
  ]
}
