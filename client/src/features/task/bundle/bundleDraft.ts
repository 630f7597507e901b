/** A bundle while a team changes it: its items as a form shows them. Pure. */
import { requireSoundItems, DomainError, type BundleItem, type Profession } from '@colloque/domain'
import { freeKey } from './plan.ts'

const USUAL = '18:00'

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
