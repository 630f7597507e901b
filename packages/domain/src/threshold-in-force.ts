import type { ReadingKind } from './measurement.ts'
import type { Threshold, ThresholdContent } from './threshold.ts'
import { DEFAULT_THRESHOLDS } from './thresholds.data.ts'
import type { DoneBy } from './values.ts'

export interface ThresholdInForce extends ThresholdContent {
  /** Whoever set it; null for a default. */
  readonly by: DoneBy | null
  /** Where a default comes from. */
  readonly source: string | null
}

/** @param own what the case has of its own for the kind, where it has something */
export function thresholdInForce(kind: ReadingKind, own: Threshold | null | undefined): ThresholdInForce {
  if (own) return { target: own.target, rules: own.rules, by: own.set, source: null }
  const { target, rules, source } = DEFAULT_THRESHOLDS[kind]
  return { target, rules, by: null, source }
}

/** Whether it is what a case has of its own for a kind, and not withdrawn. */
export const holdsFor = (kind: ReadingKind, threshold: Threshold | null): threshold is Threshold =>
  threshold?.kind === kind && threshold.withdrawnAt === null
