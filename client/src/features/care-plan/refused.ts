import { PLAN_SECTIONS, type PlanSection } from '@colloque/domain'

/** Fields that have a name on the screen, by the list in which they stand. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  objectives: ['text', 'status', 'reason', 'needs'],
  actions: ['what', 'when', 'objective', 'kind', 'who', 'due'],
  alerts: ['sign', 'conduct', 'call'],
  reviews: ['on', 'people', 'summary'],
}

/** Where words stood that were refused, as keys of the texts; what has no name there is left out. */
export function refusedPlace([root = '', , field = '']: readonly string[]): {
  section?: PlanSection
  field?: string
} {
  const section = PLAN_SECTIONS.find((one) => one === root)
  if (!section) return {}
  return FIELDS[root]?.includes(field) ? { section, field: `${root}.${field}` } : { section }
}

const REASONS = ['signed', 'role', 'too_large'] as const
export type RefusedReason = (typeof REASONS)[number] | 'changed'

/** Why, as far as its author should know: signed meanwhile, not theirs to write, too large, or changed by others. */
export const refusedReason = (code: string | undefined): RefusedReason =>
  REASONS.find((one) => one === code) ?? 'changed'
