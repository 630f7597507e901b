/** A bundle as it is about to be started: its lines, changed before anything is sent. Pure. */
import {
  planBundle,
  wallClock,
  windowBounds,
  type BundleContent,
  type BundleItem,
  type BundleOffset,
  type DayPart,
  type PlannedItem,
  type PreviewedItem,
} from '@colloque/domain'
import { dayAt, hourAt, instantAt } from '../../../platform/wallTime.ts'

/** The lines by day; those without a day last. @param startsAt ISO instant, as `now` */
export const planLines = (
  bundle: Pick<BundleContent, 'items'>,
  startsAt: string,
  now: string,
): PreviewedItem[] =>
  planBundle(bundle, startsAt, now).sort((one, other) =>
    (one.dueAt ?? '9999') < (other.dueAt ?? '9999') ? -1 : one.dueAt === other.dueAt ? 0 : 1,
  )

/** Without a line: nothing waits for it any more. */
export const withoutLine = (lines: readonly PreviewedItem[], key: string): PreviewedItem[] =>
  lines
    .filter((line) => line.key !== key)
    .map((line) => ({ ...line, after: line.after.filter((one) => one !== key) }))

/** When a line is due, as the fields show it. */
export const whenOf = ({ dueAt, window }: Pick<PlannedItem, 'dueAt' | 'window'>) => ({
  day: window?.day ?? (dueAt ? dayAt(new Date(dueAt)) : ''),
  part: window?.part ?? ('' as const),
  hour: dueAt && !window ? hourAt(new Date(dueAt)) : '',
})

/** @param part '' for an hour */
export function movedTo(
  line: PreviewedItem,
  { day, part, hour }: { day: string; part: DayPart | ''; hour: string },
): PreviewedItem {
  if (!day) return { ...line, dueAt: null, window: null, late: false }
  if (part) {
    const window = { day, part }
    return { ...line, window, dueAt: windowBounds(window).to, late: false }
  }
  return { ...line, window: null, dueAt: instantAt(day, hour || '18:00'), late: false }
}

/** As `bundle.start` takes them. */
export const plannedItems = (lines: readonly PreviewedItem[]): PlannedItem[] =>
  lines.map(({ late: _, ...line }) => line)

/**
 * The lines as items of a team's own bundle: what was not moved keeps its delay, what was moved is counted in days.
 * @param startsAt what the plan was counted from, ISO
 */
export function itemsToSave(
  items: readonly BundleItem[],
  lines: readonly PreviewedItem[],
  startsAt: string,
  now: string,
): BundleItem[] {
  const before = new Map(planBundle({ items: [...items] }, startsAt, now).map((line) => [line.key, line]))
  const offsets = new Map(items.map(({ key, offset }) => [key, offset]))
  return lines.map(({ late: _late, forAccount: _account, dueAt, window, ...line }) => {
    const planned = before.get(line.key)
    const isMoved = planned?.dueAt !== dueAt || planned?.window?.part !== window?.part
    return {
      ...line,
      offset: isMoved ? offsetOf({ dueAt, window }, startsAt) : (offsets.get(line.key) ?? null),
    }
  })
}

const DAY_MS = 86_400_000
function offsetOf(
  { dueAt, window }: Pick<PlannedItem, 'dueAt' | 'window'>,
  startsAt: string,
): BundleOffset | null {
  if (dueAt === null) return null
  const { day, hour } = { day: window?.day ?? dayAt(new Date(dueAt)), hour: hourAt(new Date(dueAt)) }
  const days = Math.round((Date.parse(day) - Date.parse(wallClock(startsAt).day)) / DAY_MS)
  return window ? { days, part: window.part, workingDays: false } : { days, time: hour, workingDays: false }
}

/** A key that no item has yet. */
export function freeKey(items: readonly Pick<BundleItem, 'key'>[]): string {
  let number = items.length + 1
  while (items.some(({ key }) => key === `etape-${number}`)) number += 1
  return `etape-${number}`
}
