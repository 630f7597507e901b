/** Readings of a case by kind, each from the oldest to the latest. */
import { READING_KINDS, type Measurement, type ReadingKind } from '@colloque/domain'

export interface Course {
  readonly kind: ReadingKind
  readonly last: Measurement
  /** The values of the latest readings; blood pressure has two lines. */
  readonly series: readonly (readonly number[])[]
  readonly count: number
}

/** Enough to see where it goes; more would be a chart. */
const DRAWN = 12

/** One course for each kind that was ever measured, in the order of the kinds. */
export function readingCourses(measurements: readonly Measurement[]): Course[] {
  return READING_KINDS.flatMap((kind): Course[] => {
    const ofKind = measurements
      .filter((measurement) => measurement.kind === kind)
      .sort((one, other) => (one.takenAt < other.takenAt ? -1 : 1))
    const last = ofKind.at(-1)
    if (!last) return []
    const drawn = ofKind.slice(-DRAWN)
    const second = drawn.flatMap(({ value2 }) => (value2 === null ? [] : [value2]))
    const series = [drawn.map(({ value }) => value), ...(second.length ? [second] : [])]
    return [{ kind, last, series, count: drawn.length }]
  })
}
