import {
  ACTION_KINDS,
  OBJECTIVE_STATUSES,
  PlanWhoSchema,
  canEditPlanSection,
  type PlanSection,
} from '@colloque/domain'
import { z } from 'zod'
import { META } from './roots.ts'
import type { DocumentShape, RecordShape, ValueField } from './shape.ts'
import { AccountIdSchema, DueSchema, InstantSchema, KEY, OrderSchema } from './values.ts'

/** Version of the shape below, in `meta.schema`. */
export const PLAN_SCHEMA = 1

/** The rich texts of a plan, each a root of its document. */
export const PLAN_TEXTS = ['situation', 'health', 'supports'] as const
export type PlanText = (typeof PLAN_TEXTS)[number]

/** The lists of a plan, each a root of its document. */
export const PLAN_LISTS = ['objectives', 'actions', 'alerts', 'reviews'] as const
export type PlanList = (typeof PLAN_LISTS)[number]

/** Longest field of an entry, in UTF-16 code units. */
export const MAX_ENTRY_TEXT = 1000

const TASK_KEY = /^task:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const words = { nested: { type: 'text', maxLength: MAX_ENTRY_TEXT } } as const
const optional = (value: z.ZodType): ValueField => ({ value, optional: true })
const keys = (key: RegExp) =>
  ({
    nested: { type: 'map', key, maxEntries: 50, entry: { value: z.literal(true), optional: true } },
  }) as const

/** What every entry of a list has. It is never removed: `archived` takes it away, and back. */
const ENTRY: RecordShape['fields'] = {
  order: { value: OrderSchema },
  archived: optional(InstantSchema),
  createdBy: { value: AccountIdSchema, fixed: true, author: true },
  createdAt: { value: InstantSchema, fixed: true },
}

const listOf = (section: PlanList, fields: RecordShape['fields']) =>
  ({
    type: 'map',
    key: KEY,
    maxEntries: 300,
    writers: writersOf(section),
    entry: { nested: { type: 'record', fields: { ...ENTRY, ...fields } } },
  }) as const

const writersOf = (section: PlanSection) => (role: string) => canEditPlanSection(role, section)
const textOf = (section: PlanText) => ({ type: 'richText', writers: writersOf(section) }) as const

/** A case's care plan; see docs/boards.md. */
export const PLAN_SHAPE: DocumentShape = {
  [META]: {
    type: 'record',
    fields: { schema: { value: z.literal(PLAN_SCHEMA) }, nextReviewOn: optional(DueSchema) },
  },
  situation: textOf('situation'),
  health: textOf('health'),
  supports: textOf('supports'),
  objectives: listOf('objectives', {
    text: words,
    status: { value: z.enum(OBJECTIVE_STATUSES) },
    reason: words,
    needs: keys(KEY),
  }),
  actions: listOf('actions', {
    what: words,
    when: words,
    objective: optional(z.string().regex(KEY)),
    kind: optional(z.enum(ACTION_KINDS)),
    who: optional(PlanWhoSchema),
    due: optional(DueSchema),
    links: keys(TASK_KEY),
  }),
  alerts: listOf('alerts', { sign: words, conduct: words, call: words }),
  reviews: listOf('reviews', { on: { value: DueSchema }, people: words, summary: words }),
}
