/** Templates: the tasks that a situation asks for, with their delays, professions and order. */
import { z } from 'zod'
import { addDays, addWorkingDays, instantAt } from './calendar.ts'
import { DomainError } from './errors.ts'
import { ProfessionSchema } from './profession.ts'
import { ClockTimeSchema, wallClock } from './schedule.ts'
import { RECORDS_MAX, RecordToTakeSchema } from './task-records.ts'
import { DAY_PARTS, TaskWindowSchema, windowBounds, type TaskWindow } from './task-window.ts'
import { DoneBySchema, IdSchema, InstantSchema, line, paragraph, UrgencySchema } from './values.ts'

/** Names an item within its bundle: « lit-medicalise ». */
const ItemKeySchema = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)

const days = z.number().int().min(-30).max(400)
/** True: counted in working days, for what an office does. */
const workingDays = z.boolean().default(false)

/** When an item is due, from the day on which the bundle starts: J+2 at ten, J-1 in the afternoon, 72 hours later. */
export const BundleOffsetSchema = z.union([
  z.strictObject({ hours: z.number().int().min(0).max(2_400) }),
  z.strictObject({ days, time: ClockTimeSchema, workingDays }),
  z.strictObject({ days, part: z.enum(DAY_PARTS), workingDays }),
])
export type BundleOffset = z.infer<typeof BundleOffsetSchema>

export const BundleItemSchema = z.strictObject({
  key: ItemKeySchema,
  title: line(200),
  detail: paragraph(2_000).nullable().default(null),
  forProfession: ProfessionSchema.nullable().default(null),
  /** null: no date of its own. */
  offset: BundleOffsetSchema.nullable().default(null),
  urgency: UrgencySchema.default('routine'),
  records: z.array(RecordToTakeSchema).max(RECORDS_MAX).default([]),
  checklist: z.array(line(200)).max(30).default([]),
  /** Keys of the items that must have ended before it is done. */
  after: z.array(ItemKeySchema).max(20).default([]),
})
export type BundleItem = z.infer<typeof BundleItemSchema>

export const BUNDLE_ITEMS_MAX = 40
const named = {
  name: line(120),
  /** When to start it, and for whom. */
  purpose: paragraph(500),
  /** Where its rules come from. */
  source: line(300).nullable().default(null),
}
export const BundleContentSchema = z.strictObject({
  ...named,
  items: z.array(BundleItemSchema).min(1).max(BUNDLE_ITEMS_MAX),
})
export type BundleContent = z.infer<typeof BundleContentSchema>

/** A bundle of a team, in its stream. Each saving is a version; what was started before stays as it was. */
export const TaskBundleSchema = z.object({
  ...BundleContentSchema.shape,
  teamId: IdSchema,
  version: z.number().int().positive(),
  /** The shipped bundle that it stands in for. */
  basedOn: IdSchema.nullable(),
  saved: DoneBySchema,
  retired: DoneBySchema.nullable(),
})
export type TaskBundle = z.infer<typeof TaskBundleSchema>

/** One task of a plan: an item with its day, as the preview shows it and as its reader may have changed it. */
export const PlannedItemSchema = z.strictObject({
  ...BundleItemSchema.omit({ offset: true }).shape,
  forAccount: IdSchema.nullable().default(null),
  /** Of an item with a window: its end. */
  dueAt: InstantSchema.nullable().default(null),
  window: TaskWindowSchema.nullable().default(null),
})
export type PlannedItem = z.infer<typeof PlannedItemSchema>

/** `late`: it should have been done before the plan was made, and is due at once. */
export type PreviewedItem = PlannedItem & { late: boolean }

/** What is due at once is given two hours, so that it is not overdue as it appears. */
const AT_ONCE_MS = 2 * 3_600_000

/**
 * The tasks of a bundle with their days.
 * @param startsAt ISO instant of what everything is counted from: the return home, the first dose
 * @param now ISO instant; what would have been due before is due at once
 * @throws invalid as `requireSoundItems`
 */
export function planBundle(
  { items }: Pick<BundleContent, 'items'>,
  startsAt: string,
  now = startsAt,
): PreviewedItem[] {
  requireSoundItems(items)
  return items.map(({ offset, ...item }) => {
    const planned = { ...item, forAccount: null, ...dueOfOffset(offset, startsAt) }
    if (planned.dueAt === null || planned.dueAt > now) return { ...planned, late: false }
    const dueAt = new Date(Date.parse(now) + AT_ONCE_MS).toISOString()
    return { ...planned, dueAt, window: null, late: true }
  })
}

/** When something is due so long after an instant (ISO). */
export function dueOfOffset(
  offset: BundleOffset | null,
  startsAt: string,
): { dueAt: string | null; window: TaskWindow | null } {
  if (offset === null) return { dueAt: null, window: null }
  if ('hours' in offset)
    return {
      dueAt: new Date(Date.parse(startsAt) + offset.hours * 3_600_000).toISOString(),
      window: null,
    }
  const from = wallClock(startsAt).day
  const day = offset.workingDays ? addWorkingDays(from, offset.days) : addDays(from, offset.days)
  if ('time' in offset) return { dueAt: instantAt(day, offset.time), window: null }
  const window = { day, part: offset.part }
  return { dueAt: windowBounds(window).to, window }
}

/**
 * Checks that the items of a bundle or a plan can be followed.
 * @throws invalid { field: 'items', why: 'key_twice' | 'unknown_key' | 'cycle' } with the keys
 */
export function requireSoundItems(items: readonly Pick<BundleItem, 'key' | 'after'>[]): void {
  const refuse = (why: string, keys: string[]) => {
    throw new DomainError('invalid', { field: 'items', why, keys })
  }
  const known = new Map(items.map((item) => [item.key, item.after]))
  if (known.size !== items.length) {
    const twice = items.filter(({ key }, index) => items.findIndex((item) => item.key === key) !== index)
    refuse('key_twice', [...new Set(twice.map(({ key }) => key))])
  }
  const missing = items.flatMap(({ after }) => after).filter((key) => !known.has(key))
  if (missing.length > 0) refuse('unknown_key', [...new Set(missing)])
  // Taking away, again and again, what waits for nothing that is left: what remains goes round in a circle.
  const left = new Map(known)
  for (let before = -1; before !== left.size;) {
    before = left.size
    for (const [key, after] of left) if (!after.some((other) => left.has(other))) left.delete(key)
  }
  if (left.size > 0) refuse('cycle', [...left.keys()])
}

/** A bundle that may be started: one that ships with Colloque, or a team's own. */
export type OfferedBundle = BundleContent & {
  readonly id: string
  readonly version: number
  /** null for what ships with Colloque. */
  readonly teamId: string | null
  readonly basedOn: string | null
}

/** What a team may start: its own bundles, and of the shipped ones those that it has not put its own in place of. */
export function offeredBundles(
  shipped: readonly OfferedBundle[],
  own: Iterable<TaskBundle & { readonly id: string }>,
): OfferedBundle[] {
  const kept = [...own].filter(({ retired }) => retired === null)
  return [...kept, ...shipped.filter(({ id }) => !kept.some(({ basedOn }) => basedOn === id))]
}
