/** A bundle while a team changes it: its items as a form shows them. Pure. */
import {
  requireSoundItems,
  DomainError,
  type BundleItem,
  type BundleOffset,
  type DayPart,
  type Profession,
} from '@colloque/domain'
import { freeKey } from './plan.ts'

export type OffsetKind = 'none' | 'hours' | 'time' | DayPart

export const kindOf = (offset: BundleOffset | null): OffsetKind =>
  offset === null ? 'none' : 'hours' in offset ? 'hours' : 'time' in offset ? 'time' : offset.part

const USUAL = '18:00'

/** The same delay counted otherwise; what both have is kept. */
export function offsetAs(kind: OffsetKind, before: BundleOffset | null): BundleOffset | null {
  if (kind === 'none') return null
  const counted = before && 'days' in before ? before : undefined
  if (kind === 'hours')
    return { hours: before && 'hours' in before ? before.hours : (counted?.days ?? 1) * 24 }
  const { days, workingDays } = counted ?? {
    days: before && 'hours' in before ? Math.round(before.hours / 24) : 1,
    workingDays: false,
  }
  if (kind === 'time') return { days, workingDays, time: counted && 'time' in counted ? counted.time : USUAL }
  return { days, workingDays, part: kind }
}

export const newItem = (items: readonly BundleItem[], forProfession: Profession | null): BundleItem => ({
  ...{ key: freeKey(items), title: '', detail: null, forProfession, urgency: 'routine' },
  offset: { days: 1, time: USUAL, workingDays: false },
  ...{ records: [], checklist: [], after: [] },
})

export const withoutItem = (items: readonly BundleItem[], key: string): BundleItem[] =>
  items
    .filter((item) => item.key !== key)
    .map((item) => ({ ...item, after: item.after.filter((one) => one !== key) }))

/** What must be mended before it can be saved. */
export function bundleProblem(
  name: string,
  purpose: string,
  items: readonly BundleItem[],
): '' | 'name' | 'items' | 'titles' | 'cycle' {
  if (!name.trim() || !purpose.trim()) return 'name'
  if (items.length === 0) return 'items'
  if (items.some(({ title }) => !title.trim())) return 'titles'
  try {
    requireSoundItems(items)
  } catch (error) {
    if (error instanceof DomainError) return 'cycle'
    throw error
  }
  return ''
}
