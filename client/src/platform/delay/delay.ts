/** A delay as a form shows it: in hours, or in days with a part of the day or an hour. Pure. */
import type { BundleOffset, DayPart } from '@colloque/domain'

export type DelayKind = 'none' | 'hours' | 'time' | DayPart

export const kindOf = (offset: BundleOffset | null): DelayKind =>
  offset === null ? 'none' : 'hours' in offset ? 'hours' : 'time' in offset ? 'time' : offset.part

const USUAL = '18:00'

/** The same delay counted otherwise; what both have is kept. */
export function delayAs(kind: Exclude<DelayKind, 'none'>, before: BundleOffset | null): BundleOffset
export function delayAs(kind: DelayKind, before: BundleOffset | null): BundleOffset | null
export function delayAs(kind: DelayKind, before: BundleOffset | null): BundleOffset | null {
  if (kind === 'none') return null
  const counted = before && 'days' in before ? before : undefined
  if (kind === 'hours')
    return { hours: before && 'hours' in before ? before.hours : Math.max(0, counted?.days ?? 1) * 24 }
  const { days, workingDays } = counted ?? {
    days: before && 'hours' in before ? Math.round(before.hours / 24) : 1,
    workingDays: false,
  }
  if (kind === 'time') return { days, workingDays, time: counted && 'time' in counted ? counted.time : USUAL }
  return { days, workingDays, part: kind }
}

const MOST_HOURS = 2_400
const DAYS = { least: -30, most: 400 }

/** The same delay with another count, held within what is taken; undefined for what is no whole number. */
export function countedAs(offset: BundleOffset, count: number): BundleOffset | undefined {
  if (!Number.isInteger(count)) return undefined
  if ('hours' in offset) return { hours: Math.min(Math.max(0, count), MOST_HOURS) }
  return { ...offset, days: Math.min(Math.max(DAYS.least, count), DAYS.most) }
}
