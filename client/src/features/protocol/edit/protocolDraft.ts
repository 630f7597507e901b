/** A protocol while a team writes it: its steps as a form shows them, and what keeps it from being saved. Pure. */
import {
  DomainError,
  requireSoundProtocol,
  type BundleOffset,
  type ProtocolContent,
  type ProtocolStep,
  type ReadingKind,
  type Trigger,
} from '@colloque/domain'
import { contentOf } from '../library/library.ts'

/** As it will be saved; what is not written yet is ''. */
export interface ProtocolDraft {
  content: ProtocolContent
  /** YYYY-MM-DD; null for no day. */
  reviewOn: string | null
}

const USUAL: BundleOffset = { days: 1, part: 'morning', workingDays: false }
const START: Trigger = { on: 'start', offset: USUAL }

export const newStep = (steps: readonly ProtocolStep[], title = ''): ProtocolStep => ({
  ...{ key: freeKey(steps), title, detail: null, forProfession: null, outside: null, when: [START] },
  ...{ urgency: 'routine', records: [], checklist: [] },
})

export const emptyDraft = (): ProtocolDraft => ({
  content: {
    ...{ name: '', purpose: '', source: null, thresholds: [], delegations: [], lastsDays: null },
    steps: [newStep([])],
  },
  reviewOn: null,
})

/** A key that no step has yet. */
function freeKey(steps: readonly Pick<ProtocolStep, 'key'>[]): string {
  let number = steps.length + 1
  while (steps.some(({ key }) => key === `etape-${number}`)) number += 1
  return `etape-${number}`
}

/** Without a step: nothing waits for it any more. */
export const withoutStep = (steps: readonly ProtocolStep[], key: string): ProtocolStep[] =>
  steps
    .filter((step) => step.key !== key)
    .map((step) =>
      step.when.some((one) => one.on === 'step' && one.step === key)
        ? { ...step, when: step.when.filter((one) => one.on !== 'step' || one.step !== key) }
        : step,
    )

/** @returns undefined where it stands at that end already */
export function movedBy(steps: readonly ProtocolStep[], key: string, by: -1 | 1): ProtocolStep[] | undefined {
  const from = steps.findIndex((step) => step.key === key)
  const [step, other] = [steps[from], steps[from + by]]
  if (!step || !other) return undefined
  const moved = [...steps]
  moved[from] = other
  moved[from + by] = step
  return moved
}

/** @returns undefined where it stands there already */
export function movedBeside(
  steps: readonly ProtocolStep[],
  key: string,
  besideKey: string,
  edge: 'top' | 'bottom',
): ProtocolStep[] | undefined {
  const step = steps.find((one) => one.key === key)
  const others = steps.filter((one) => one.key !== key)
  const at = others.findIndex((one) => one.key === besideKey)
  if (!step || at < 0) return undefined
  others.splice(edge === 'top' ? at : at + 1, 0, step)
  return others.every((one, index) => one === steps[index]) ? undefined : others
}

/** A condition to begin with, of what the protocol has: none, where there is nothing to name. */
export function newTrigger(
  on: Trigger['on'],
  content: ProtocolContent,
  key: string,
  offset: BundleOffset = USUAL,
): Trigger | undefined {
  const [threshold] = content.thresholds
  switch (on) {
    case 'start':
      return { on, offset }
    case 'step': {
      const other = content.steps.find((step) => step.key !== key)
      return other && { on, step: other.key, offset }
    }
    case 'reading':
      return threshold && { on, kind: threshold.kind, is: 'above', offset }
    case 'crossing': {
      const crossed = content.thresholds.find(({ rules }) => rules.length > 0)
      return crossed && { on, kind: crossed.kind, rule: crossed.rules[0]!.key, offset }
    }
  }
}

export const PROBLEM_WHYS = [
  'no_name',
  'no_purpose',
  'no_step',
  'no_title',
  'no_profession',
  'never_due',
  'key_twice',
  'unknown_key',
  'unknown_rule',
  'no_target',
  'cycle',
  'implausible',
  'contradictory',
  'not_two',
] as const
export type ProblemWhy = (typeof PROBLEM_WHYS)[number]

/** What must be mended, and beside what: a step by its key, a measure by its kind, or a field of the whole. */
export interface Problem {
  readonly at: string
  readonly why: ProblemWhy
  /** The other steps of it: those that wait for each other. */
  readonly keys: readonly string[]
}

const problem = (at: string, why: ProblemWhy, keys: readonly string[] = []): Problem => ({ at, why, keys })

/** What keeps a draft from being saved; the same as the server would say. */
export function draftProblems({ content }: ProtocolDraft): Problem[] {
  const { name, purpose, steps } = content
  const missing = [
    ...(name.trim() ? [] : [problem('name', 'no_name')]),
    ...(purpose.trim() ? [] : [problem('purpose', 'no_purpose')]),
    ...(steps.length > 0 ? [] : [problem('steps', 'no_step')]),
    ...steps.flatMap((step) => [
      ...(step.title.trim() ? [] : [problem(step.key, 'no_title')]),
      ...(step.forProfession || step.outside?.trim() ? [] : [problem(step.key, 'no_profession')]),
      ...(step.when.length > 0 ? [] : [problem(step.key, 'never_due')]),
    ]),
  ]
  if (missing.length > 0) return missing
  try {
    requireSoundProtocol(content)
  } catch (error) {
    const found = problemsIn(error)
    if (found.length === 0) throw error
    return found
  }
  return []
}

/** What a refusal says of the steps and measures; nothing for every other refusal. */
export function problemsIn(error: unknown): Problem[] {
  if (!(error instanceof DomainError) || error.code !== 'invalid') return []
  const { why, keys, kind } = error.data
  const known = PROBLEM_WHYS.find((one) => one === why)
  if (!known) return []
  if (Array.isArray(keys)) {
    const named = keys.map(String)
    return named.map((key) => problem(key, known, named))
  }
  return typeof kind === 'string' ? [problem(kind, known)] : []
}

/** Trimmed, and without lines that say nothing. */
export function toSave({ content }: ProtocolDraft): ProtocolContent {
  const words = (text: string | null) => text?.trim() || null
  return {
    ...contentOf(content),
    ...{ name: content.name.trim(), purpose: content.purpose.trim(), source: words(content.source) },
    steps: content.steps.map((step) => ({
      ...step,
      ...{ title: step.title.trim(), detail: words(step.detail), outside: words(step.outside) },
      checklist: step.checklist.map((item) => item.trim()).filter(Boolean),
    })),
  }
}

/** Kinds whose threshold some step hangs on: taking it away leaves that step without its reason. */
export const kindsInUse = ({ steps }: ProtocolContent): Set<ReadingKind> =>
  new Set(
    steps.flatMap(({ when }) =>
      when.flatMap((one) => (one.on === 'reading' || one.on === 'crossing' ? [one.kind] : [])),
    ),
  )
