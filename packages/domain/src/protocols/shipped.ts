import type { z } from 'zod'
import { ProtocolContentSchema, type ShippedProtocol } from '../protocol.ts'
import type { RecordToTake } from '../task-records.ts'
import type { ThresholdRule } from '../threshold.ts'
import { DEFAULT_THRESHOLDS } from '../thresholds.data.ts'
import type { ReadingKind } from '../measurement.ts'

type Content = z.input<typeof ProtocolContentSchema>

/** The id never changes: a team's own says which one it began as. @throws ZodError for what is no protocol */
export const shipped = (id: string, content: Content): ShippedProtocol => ({
  ...ProtocolContentSchema.parse(content),
  id,
})

/** The default rules of a kind, with their source in `thresholds.data.ts`; all of them, or those of these keys. */
export const rulesOf = (kind: ReadingKind, ...keys: readonly string[]): ThresholdRule[] =>
  DEFAULT_THRESHOLDS[kind].rules.filter(({ key }) => keys.length === 0 || keys.includes(key))

export const must = (kind: RecordToTake['kind']): RecordToTake => ({ kind, required: true })
export const may = (kind: RecordToTake['kind']): RecordToTake => ({ kind, required: false })

/** When kidneys or potassium ask for the doctor: how soon by how far (CBIP Folia; the hours are usage). */
export const KIDNEYS_WARN: Content['steps'][number]['when'] = [
  { on: 'crossing', kind: 'potassium', rule: 'tres-haute', offset: { hours: 2 } },
  { on: 'crossing', kind: 'potassium', rule: 'haute', offset: { hours: 6 } },
  { on: 'crossing', kind: 'potassium', rule: 'basse', offset: { hours: 8 } },
  { on: 'crossing', kind: 'creatinine', rule: 'montee', offset: { hours: 8 } },
]

/**
 * Systolic pressure that asks for nothing: from the default below which it is low to what is high at the surgery
 * (140/90: SFHTA and ESH).
 */
export const SYSTOLIC_BAND = { from: 90, to: 139 }
