/** Readings of a case as a page shows them: by kind and period, each from the oldest to the latest. */
import { READING_KINDS, type Measurement, type ReadingKind } from '@colloque/domain'

export const PERIODS = ['month', 'quarter', 'year', 'all'] as const
export type Period = (typeof PERIODS)[number]

const DAY_MS = 86_400_000
const LASTS_DAYS: Readonly<Record<Exclude<Period, 'all'>, number>> = { month: 31, quarter: 92, year: 366 }

/** Instants as milliseconds. */
export interface Span {
  readonly from: number
  readonly to: number
}

export type Reading = Measurement & { readonly id: string }

export interface Series {
  readonly kind: ReadingKind
  /** Within the period. */
  readonly readings: readonly Reading[]
  /** Of all times. */
  readonly last: Reading
}

const oldestFirst = (one: { takenAt: string }, other: { takenAt: string }) =>
  one.takenAt < other.takenAt ? -1 : one.takenAt > other.takenAt ? 1 : 0

/** The time that is shown: the same for every series, so that what happened stands at one place on all of them. */
export function spanOf(period: Period, takenAt: readonly string[], now: Date): Span {
  const to = now.getTime()
  if (period !== 'all') return { from: to - LASTS_DAYS[period] * DAY_MS, to }
  const first = takenAt.reduce((least, at) => Math.min(least, Date.parse(at)), to - DAY_MS)
  return { from: first - (to - first) * 0.03, to }
}

export const isWithin = ({ from, to }: Span, at: string) => Date.parse(at) >= from && Date.parse(at) <= to

/** One series for each kind that was ever measured, in the order of the kinds. */
export function seriesOf(readings: readonly Reading[], span: Span): Series[] {
  return READING_KINDS.flatMap((kind): Series[] => {
    const ofKind = readings.filter((one) => one.kind === kind).sort(oldestFirst)
    const last = ofKind.at(-1)
    return last ? [{ kind, readings: ofKind.filter(({ takenAt }) => isWithin(span, takenAt)), last }] : []
  })
}
