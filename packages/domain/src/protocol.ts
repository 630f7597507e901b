/**
 * What a house has agreed to do, step by step, and who does it: an act is due from the start, after another act, or
 * because of a reading. A protocol lives with its team, in versions that people adopt by name; a run of it lives with a
 * case and holds on to its version.
 */
import { z } from 'zod'
import { BundleOffsetSchema } from './bundle.ts'
import { DELEGABLE } from './care-circle.ts'
import { DomainError } from './errors.ts'
import { READING_KINDS, READINGS } from './measurement.ts'
import { ProfessionSchema } from './profession.ts'
import { RECORDS_MAX, RecordToTakeSchema } from './task-records.ts'
import { requirePlausible, TargetBandSchema, ThresholdContentSchema } from './threshold.ts'
import { DaySchema, DoneBySchema, IdSchema, line, paragraph, UrgencySchema } from './values.ts'

/** Names a step within its protocol: « prise-de-sang ». */
const StepKeySchema = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)

const streak = z.number().int().min(1).max(50)
const kind = z.enum(READING_KINDS)

/**
 * What makes a step due, and when. `reading`: one of a kind that stands in a band of the target, or crosses the rule
 * of that key; `streak` counts readings in a row in the target, this one included.
 */
export const TriggerSchema = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('start'), offset: BundleOffsetSchema }),
  z.strictObject({ on: z.literal('step'), step: StepKeySchema, offset: BundleOffsetSchema }),
  z.strictObject({
    on: z.literal('reading'),
    kind,
    is: z.enum(['below', 'inTarget', 'above']),
    streak: z.strictObject({ from: streak, to: streak.nullable() }).optional(),
    offset: BundleOffsetSchema,
  }),
  z.strictObject({ on: z.literal('crossing'), kind, rule: StepKeySchema, offset: BundleOffsetSchema }),
])
export type Trigger = z.infer<typeof TriggerSchema>

export const ProtocolStepSchema = z.strictObject({
  key: StepKeySchema,
  title: line(200),
  detail: paragraph(2_000).nullable().default(null),
  forProfession: ProfessionSchema.nullable().default(null),
  /** Whoever does it has no account: « laboratoire ». The task is for whoever sees to it. */
  outside: line(120).nullable().default(null),
  /** Any of them; a crossing of its rule is asked before the band that the reading stands in. */
  when: z.array(TriggerSchema).min(1).max(12),
  urgency: UrgencySchema.default('routine'),
  records: z.array(RecordToTakeSchema).max(RECORDS_MAX).default([]),
  checklist: z.array(line(200)).max(30).default([]),
})
export type ProtocolStep = z.infer<typeof ProtocolStepSchema>

/** A threshold that it sets on a case. `choices`: the targets of which the prescriber takes one at the start. */
export const ProtocolThresholdSchema = z.strictObject({
  ...ThresholdContentSchema.shape,
  kind,
  choices: z.array(TargetBandSchema).max(6).default([]),
})
export type ProtocolThreshold = z.infer<typeof ProtocolThresholdSchema>

export const PROTOCOL_STEPS_MAX = 40
export const ProtocolContentSchema = z.strictObject({
  name: line(120),
  /** When it is started, and for whom. */
  purpose: paragraph(500),
  /** Where its rules come from. */
  source: line(300).nullable().default(null),
  steps: z.array(ProtocolStepSchema).min(1).max(PROTOCOL_STEPS_MAX),
  thresholds: z.array(ProtocolThresholdSchema).max(READING_KINDS.length).default([]),
  /** Acts that it hands to a profession while it runs (CSP L4011-1). */
  delegations: z
    .array(z.strictObject({ act: z.enum(DELEGABLE), profession: ProfessionSchema }))
    .max(10)
    .default([]),
  /** How long a run lasts; null until somebody ends it. */
  lastsDays: z.number().int().min(1).max(3_650).nullable().default(null),
})
export type ProtocolContent = z.infer<typeof ProtocolContentSchema>

/** Somebody of the team who stands for it, by name. */
const AdoptionSchema = DoneBySchema.extend({ name: line(120), profession: ProfessionSchema })

export const ProtocolSchema = z.object({
  ...ProtocolContentSchema.shape,
  teamId: IdSchema,
  version: z.number().int().positive(),
  /** The shipped protocol that it began as. */
  basedOn: IdSchema.nullable(),
  /** The version that is in force until this one is adopted; it is retired then. */
  follows: IdSchema.nullable(),
  saved: DoneBySchema,
  /** Of this version. */
  adoptions: z.array(AdoptionSchema).max(200),
  /** Kept beside it, whatever is adopted. */
  disagreements: z.array(DoneBySchema.extend({ name: line(120), text: paragraph(1_000) })).max(100),
  /** Who has read this version. */
  readBy: z.array(DoneBySchema).max(500),
  reviewOn: DaySchema.nullable(),
  retired: DoneBySchema.extend({ reason: line(300) }).nullable(),
})
export type Protocol = z.infer<typeof ProtocolSchema>

/** A protocol that ships with Colloque: a team makes it its own, and adopts it, before it is started. */
export type ShippedProtocol = ProtocolContent & { readonly id: string }

/**
 * Checks that a protocol can be followed.
 * @throws invalid { field: 'steps', why: 'key_twice' | 'no_profession' | 'unknown_key' | 'unknown_rule' | 'no_target' |
 *   'cycle' } with the keys, and what `requirePlausible` throws
 */
export function requireSoundProtocol(content: ProtocolContent): void {
  const { steps, thresholds } = content
  const refuse = (why: string, keys: readonly string[]): never => {
    throw new DomainError('invalid', { field: 'steps', why, keys: [...new Set(keys)] })
  }
  const known = new Map(steps.map((step) => [step.key, step]))
  if (known.size !== steps.length)
    refuse(
      'key_twice',
      steps.flatMap(({ key }, index) => (steps.findIndex((one) => one.key === key) !== index ? [key] : [])),
    )
  const nobodys = steps.filter(({ forProfession, outside }) => forProfession === null && outside === null)
  if (nobodys.length > 0) refuse('no_profession', keysOf(nobodys))
  const waitsFor = (step: ProtocolStep) => step.when.flatMap((one) => (one.on === 'step' ? [one.step] : []))
  const unknown = steps.flatMap(waitsFor).filter((key) => !known.has(key))
  if (unknown.length > 0) refuse('unknown_key', unknown)
  for (const threshold of thresholds) {
    requirePlausible(threshold.kind, threshold)
    for (const target of threshold.choices) requirePlausible(threshold.kind, { target, rules: [] })
  }
  const isKnownRule = ({ kind, rule }: Trigger & { on: 'crossing' }) =>
    thresholds.some((one) => one.kind === kind && one.rules.some(({ key }) => key === rule))
  const ruleless = steps.filter(({ when }) => when.some((one) => one.on === 'crossing' && !isKnownRule(one)))
  if (ruleless.length > 0) refuse('unknown_rule', keysOf(ruleless))
  const bandless = steps.filter(({ when }) =>
    when.some((one) => one.on === 'reading' && !hasTarget(content, one)),
  )
  if (bandless.length > 0) refuse('no_target', keysOf(bandless))
  const endless = inCircle(steps, waitsFor)
  if (endless.length > 0) refuse('cycle', endless)
}

const keysOf = (steps: readonly ProtocolStep[]) => steps.map(({ key }) => key)

const hasTarget = ({ thresholds }: ProtocolContent, { kind }: Trigger & { on: 'reading' }) =>
  thresholds.some((one) => one.kind === kind && (one.target !== null || one.choices.length > 0))

/**
 * The steps that bring each other about for ever, without anybody reading anything in between. A circle by way of a
 * reading is what a series of controls is.
 */
function inCircle(
  steps: readonly ProtocolStep[],
  waitsFor: (step: ProtocolStep) => readonly string[],
): string[] {
  const left = new Map(steps.map((step) => [step.key, waitsFor(step)]))
  for (let before = -1; before !== left.size;) {
    before = left.size
    for (const [key, after] of left) if (!after.some((other) => left.has(other))) left.delete(key)
  }
  return [...left.keys()]
}

/** Whether only a prescriber may start it: it sets thresholds, or hands acts on (CSP L4011-1). */
export const needsPrescriber = ({ thresholds, delegations }: ProtocolContent) =>
  thresholds.length > 0 || delegations.length > 0

/** Whether a version stands: somebody who prescribes, where it needs one, and one other at least have adopted it. */
export function isAdopted(
  protocol: Pick<Protocol, 'adoptions' | 'retired'> & ProtocolContent,
  prescribes: (profession: Protocol['adoptions'][number]['profession']) => boolean,
): boolean {
  const { adoptions, retired } = protocol
  if (retired || adoptions.length < 2) return false
  return !needsPrescriber(protocol) || adoptions.some(({ profession }) => prescribes(profession))
}

/** As somebody’s name under it. Again changes nothing. @throws conflict when it is retired */
export function adoptProtocol(protocol: Protocol, adoption: Protocol['adoptions'][number]): Protocol {
  if (protocol.retired) throw new DomainError('conflict', { why: 'retired' })
  if (protocol.adoptions.some(({ by }) => by === adoption.by)) return protocol
  return { ...protocol, adoptions: [...protocol.adoptions, adoption], readBy: read(protocol, adoption) }
}

/** « J’ai lu cette version. » */
export const readProtocol = (protocol: Protocol, by: string, at: string): Protocol =>
  protocol.readBy.some((one) => one.by === by)
    ? protocol
    : { ...protocol, readBy: read(protocol, { by, at }) }

const read = ({ readBy }: Protocol, { by, at }: { readonly by: string; readonly at: string }) =>
  readBy.some((one) => one.by === by) ? readBy : [...readBy, { by, at }]

/** Decimals as the reading is shown, for « cible 2 à 3 ». */
export const bandDecimals = (kind: keyof typeof READINGS) => READINGS[kind].decimals
