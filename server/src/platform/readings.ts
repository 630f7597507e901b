/** Readings of a case as its fold holds them, and the thresholds that they are held against. */
import {
  crossedRule,
  holdsFor,
  thresholdInForce,
  type EntityState,
  type Measurement,
  type ReadingKind,
  type Threshold,
  type ThresholdInForce,
  type ThresholdRule,
} from '@colloque/domain'
import type { StreamFold } from './change-log/index.ts'

/** What one case has of its own for a kind, or the default. */
const thresholdOf = (fold: StreamFold, kind: ReadingKind): ThresholdInForce =>
  thresholdInForce(kind, ownThreshold(fold, kind)?.after)

/** The one threshold of a kind that is not withdrawn. */
export const ownThreshold = (fold: StreamFold, kind: ReadingKind): EntityState<Threshold> | undefined =>
  fold.all<Threshold>('threshold').find(({ after }) => holdsFor(kind, after))

/** The rule that a reading crosses, held against those before it. */
export function crossedBy(
  fold: StreamFold,
  id: string,
  reading: Measurement,
): { readonly rule: ThresholdRule; readonly threshold: ThresholdInForce } | undefined {
  const threshold = thresholdOf(fold, reading.kind)
  const earlier = fold
    .all<Measurement>('measurement')
    .flatMap((held) => (held.id !== id && held.after?.kind === reading.kind ? [held.after] : []))
  const rule = crossedRule(threshold.rules, reading, earlier)
  return rule && { rule, threshold }
}
