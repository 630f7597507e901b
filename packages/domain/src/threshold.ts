/**
 * From where on a reading asks somebody to look: rules, the gravest first, with what to do and who is told. A case has
 * the defaults of `thresholds.data.ts` until a prescriber or a protocol sets its own.
 */
import { z } from 'zod'
import { DomainError } from './errors.ts'
import { READING_KINDS, READINGS, type ReadingKind } from './measurement.ts'
import { ProfessionSchema } from './profession.ts'
import { DoneBySchema, IdSchema, InstantSchema, line, paragraph } from './values.ts'

/** À savoir, dans la journée, tout de suite. The last two climb the ladder. */
export const ALERT_LEVELS = ['notice', 'today', 'urgent'] as const
export const AlertLevelSchema = z.enum(ALERT_LEVELS)
export type AlertLevel = z.infer<typeof AlertLevelSchema>

const days = z.number().int().min(1).max(400)
const value = z.number()

/**
 * What crosses: a value at or beyond a bound; for blood pressure either of two. `rise`, `gain` and `loss` compare with
 * a reading of the days before: in its unit, or in percent of it. `mean` takes the readings of so many days, `atLeast`
 * of them.
 */
export const CrossingSchema = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('atOrAbove'), value, value2: value.optional() }),
  z.strictObject({ is: z.literal('below'), value, value2: value.optional() }),
  z.strictObject({ is: z.literal('gain'), value, days }),
  z.strictObject({ is: z.literal('risePercent'), value, days }),
  z.strictObject({ is: z.literal('lossPercent'), value, days }),
  z.strictObject({
    is: z.literal('meanAtOrAbove'),
    value,
    value2: value.optional(),
    days,
    atLeast: z.number().int().min(2).max(60),
  }),
])
export type Crossing = z.infer<typeof CrossingSchema>

export const ThresholdRuleSchema = z.strictObject({
  /** Names it among those of its kind. */
  key: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  crossing: CrossingSchema,
  level: AlertLevelSchema,
  /** What to do, in words for whoever is told. */
  conduct: paragraph(500),
  professions: z.array(ProfessionSchema).min(1).max(17),
})
export type ThresholdRule = z.infer<typeof ThresholdRuleSchema>

/** Where readings are wanted: « INR entre 2 et 3 ». */
export const TargetBandSchema = z.strictObject({ from: z.number(), to: z.number() })
export type TargetBand = z.infer<typeof TargetBandSchema>

export const ThresholdContentSchema = z.strictObject({
  target: TargetBandSchema.nullable().default(null),
  rules: z.array(ThresholdRuleSchema).max(8),
})
export type ThresholdContent = z.infer<typeof ThresholdContentSchema>

/** What one case has in place of the defaults, one for each kind. No rules at all: nobody is told. */
export const ThresholdSchema = z.object({
  ...ThresholdContentSchema.shape,
  caseId: IdSchema,
  kind: z.enum(READING_KINDS),
  set: DoneBySchema,
  reason: line(300).nullable(),
  /** The run that brought it. */
  runId: IdSchema.nullable(),
  /** Back to the defaults since then. */
  withdrawnAt: InstantSchema.nullable(),
})
export type Threshold = z.infer<typeof ThresholdSchema>

/**
 * @throws invalid { field: 'rules' | 'target', why: 'implausible' | 'contradictory' | 'key_twice' | 'not_two' } with
 *   the key of the rule
 */
export function requirePlausible(kind: ReadingKind, { target, rules }: ThresholdContent): void {
  const { min, max } = READINGS[kind]
  const refuse = (field: string, why: string, key?: string): never => {
    throw new DomainError('invalid', { field, why, kind, ...(key === undefined ? {} : { key }) })
  }
  const isOutside = (one: number | undefined) => one !== undefined && (one < min || one > max)
  if (target && (isOutside(target.from) || isOutside(target.to))) refuse('target', 'implausible')
  if (target && target.from >= target.to) refuse('target', 'contradictory')
  const keys = rules.map(({ key }) => key)
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice !== undefined) refuse('rules', 'key_twice', twice)
  for (const { key, crossing } of rules) {
    const isDifference = 'days' in crossing && crossing.is !== 'meanAtOrAbove'
    const value2 = 'value2' in crossing ? crossing.value2 : undefined
    if (value2 !== undefined && kind !== 'bloodPressure') refuse('rules', 'not_two', key)
    if (
      isDifference ? !isDifferencePlausible(kind, crossing) : isOutside(crossing.value) || isOutside(value2)
    )
      refuse('rules', 'implausible', key)
  }
  const lowest = Math.min(...bounds(rules, 'atOrAbove'))
  const above = rules.find(({ crossing }) => crossing.is === 'below' && crossing.value >= lowest)
  if (above) refuse('rules', 'contradictory', above.key)
}

const bounds = (rules: readonly ThresholdRule[], is: Crossing['is']) =>
  rules.flatMap(({ crossing }) => (crossing.is === is ? [crossing.value] : []))

function isDifferencePlausible(kind: ReadingKind, crossing: Crossing): boolean {
  const { min, max } = READINGS[kind]
  const most = crossing.is === 'gain' ? max - min : crossing.is === 'lossPercent' ? 100 : 1_000
  return crossing.value > 0 && crossing.value <= most
}

/** A reading as rules see it. */
export interface TakenReading {
  readonly value: number
  readonly value2: number | null
  /** ISO instant. */
  readonly takenAt: string
}

/**
 * The gravest rule that a reading crosses.
 * @param earlier readings of the same kind in the case; later ones are left aside
 */
export function crossedRule(
  rules: readonly ThresholdRule[],
  reading: TakenReading,
  earlier: Iterable<TakenReading>,
): ThresholdRule | undefined {
  const before = [...earlier].filter(({ takenAt }) => takenAt <= reading.takenAt)
  const gravestFirst = [...rules].sort(
    (one, other) => ALERT_LEVELS.indexOf(other.level) - ALERT_LEVELS.indexOf(one.level),
  )
  return gravestFirst.find(({ crossing }) => crosses(crossing, reading, before))
}

const DAY_MS = 86_400_000

function crosses(crossing: Crossing, reading: TakenReading, before: readonly TakenReading[]): boolean {
  switch (crossing.is) {
    case 'atOrAbove':
      return isAtOrAbove(crossing, reading)
    case 'below':
      return (
        reading.value < crossing.value ||
        (crossing.value2 !== undefined && reading.value2 !== null && reading.value2 < crossing.value2)
      )
    case 'gain':
      return rounded(reading.value - least(within(before, reading, crossing.days))) > crossing.value
    case 'risePercent':
      return percent(reading.value, least(within(before, reading, crossing.days))) > crossing.value
    case 'lossPercent': {
      const highest = Math.max(...within(before, reading, crossing.days).map(({ value }) => value))
      return -percent(reading.value, highest) >= crossing.value
    }
    case 'meanAtOrAbove': {
      const all = [...within(before, reading, crossing.days), reading]
      if (all.length < crossing.atLeast) return false
      const seconds = all.flatMap(({ value2 }) => (value2 === null ? [] : [value2]))
      const mean = {
        value: average(all.map(({ value }) => value)),
        value2: seconds.length === all.length ? average(seconds) : null,
      }
      return isAtOrAbove(crossing, mean)
    }
  }
}

const isAtOrAbove = (
  bound: { readonly value: number; readonly value2?: number | undefined },
  { value, value2 }: Pick<TakenReading, 'value' | 'value2'>,
) => value >= bound.value || (bound.value2 !== undefined && value2 !== null && value2 >= bound.value2)

const within = (before: readonly TakenReading[], { takenAt }: TakenReading, days: number) =>
  before.filter((one) => Date.parse(takenAt) - Date.parse(one.takenAt) <= days * DAY_MS)

/** Infinity for none: nothing is more than it. */
const least = (readings: readonly TakenReading[]) => Math.min(...readings.map(({ value }) => value))
const percent = (now: number, then: number) => rounded(((now - then) / then) * 100)
const average = (values: readonly number[]) =>
  rounded(values.reduce((sum, one) => sum + one, 0) / values.length)
/** 61.4 − 59.4 is 2, not a hair more. */
const rounded = (one: number) => Math.round(one * 1_000) / 1_000

/** Where a reading stands to what is wanted; undefined where nothing says what is. Blood pressure: the systolic. */
export function bandOf(
  target: TargetBand | null,
  { value }: Pick<TakenReading, 'value'>,
): 'below' | 'inTarget' | 'above' | undefined {
  if (!target) return undefined
  return value < target.from ? 'below' : value > target.to ? 'above' : 'inTarget'
}
