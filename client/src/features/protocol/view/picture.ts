/** A protocol as a picture: why each step comes, and what follows from a reading. Pure. */
import type {
  BundleOffset,
  ProtocolContent,
  ProtocolStep,
  ReadingKind,
  ThresholdRule,
  Trigger,
} from '@colloque/domain'

export type Band = Extract<Trigger, { on: 'reading' }>['is']

/** Of readings in a row in the target: from so many to so many; null without an end. */
export interface Streak {
  readonly from: number
  readonly to: number | null
}

/** Why a step comes. Readings of one band stand together, whatever their streak. */
export type Reason =
  | { readonly on: 'start'; readonly offset: BundleOffset }
  | { readonly on: 'step'; readonly step: string; readonly offset: BundleOffset }
  | {
      readonly on: 'crossing'
      readonly kind: ReadingKind
      readonly rule: string
      readonly offset: BundleOffset
    }
  | {
      readonly on: 'reading'
      readonly kind: ReadingKind
      readonly is: Band
      readonly times: readonly { readonly streak: Streak | undefined; readonly offset: BundleOffset }[]
    }

export function reasonsOf({ when }: Pick<ProtocolStep, 'when'>): Reason[] {
  const reasons: Reason[] = []
  const bands = new Map<string, { streak: Streak | undefined; offset: BundleOffset }[]>()
  for (const trigger of when) {
    if (trigger.on !== 'reading') {
      reasons.push(trigger)
      continue
    }
    const { kind, is, streak, offset } = trigger
    const key = `${kind} ${is}`
    const times = bands.get(key)
    if (times) times.push({ streak, offset })
    else {
      const first = [{ streak, offset }]
      bands.set(key, first)
      reasons.push({ on: 'reading', kind, is, times: first })
    }
  }
  return reasons
}

/** A step that a reading brings about. */
export interface Brought {
  readonly step: ProtocolStep
  /** One for each streak that is told apart. */
  readonly offsets: readonly BundleOffset[]
}

/** What follows where a reading stands here. */
export type Branch =
  | { readonly at: Band; readonly brings: readonly Brought[] }
  | { readonly at: 'rule'; readonly rule: ThresholdRule; readonly brings: readonly Brought[] }

const LOWER: readonly ThresholdRule['crossing']['is'][] = ['below', 'lossPercent']

/** What follows from readings of a kind, from the highest to the lowest; the bands only where there is a target. */
export function branchesOf(content: ProtocolContent, kind: ReadingKind): Branch[] {
  const threshold = content.thresholds.find((one) => one.kind === kind)
  if (!threshold) return []
  const rules = [...threshold.rules].sort((one, other) => other.crossing.value - one.crossing.value)
  const branch = (rule: ThresholdRule): Branch => ({
    ...{ at: 'rule', rule },
    brings: broughtBy(content, (one) => one.on === 'crossing' && one.kind === kind && one.rule === rule.key),
  })
  const isLower = ({ crossing }: ThresholdRule) => LOWER.includes(crossing.is)
  const hasTarget = threshold.target !== null || threshold.choices.length > 0
  const bands: Branch[] = (['above', 'inTarget', 'below'] as const).map((at) => ({
    at,
    brings: broughtBy(content, (one) => one.on === 'reading' && one.kind === kind && one.is === at),
  }))
  return [
    ...rules.filter((rule) => !isLower(rule)).map(branch),
    ...(hasTarget ? bands : []),
    ...rules.filter(isLower).map(branch),
  ]
}

function broughtBy({ steps }: ProtocolContent, isIt: (trigger: Trigger) => boolean): Brought[] {
  return steps.flatMap((step) => {
    const offsets = step.when.filter(isIt).map(({ offset }) => offset)
    return offsets.length > 0 ? [{ step, offsets }] : []
  })
}

/** Kinds of readings that a step takes, of which the protocol says what is wanted. */
export const measuredIn = ({ thresholds }: ProtocolContent, { records }: ProtocolStep): ReadingKind[] =>
  thresholds.flatMap(({ kind }) => (records.some((record) => record.kind === kind) ? [kind] : []))
