/** What a person needs, as a visit finds it: named, put in order, met or dropped. */
import { z } from 'zod'
import { DomainError } from './errors.ts'
import { DoneBySchema, IdSchema, InstantSchema, line, paragraph } from './values.ts'

/** Source: HAS, plan personnalisé de coordination en santé (2019): the sides of a global evaluation, equal in weight. */
export const NEED_DOMAINS = ['medical', 'psycho', 'social', 'environment', 'medication', 'autonomy'] as const
export const NeedDomainSchema = z.enum(NEED_DOMAINS)
export type NeedDomain = z.infer<typeof NeedDomainSchema>

export const NEED_STATUSES = ['open', 'met', 'dropped'] as const
export type NeedStatus = (typeof NEED_STATUSES)[number]

export const NeedSchema = z.object({
  caseId: IdSchema,
  text: paragraph(500),
  domain: NeedDomainSchema,
  /** 1 is the first; those that are open stand in one order. */
  rank: z.number().int().positive(),
  status: z.enum(NEED_STATUSES),
  /** Whether something must be done about it, and can be; null while nobody has said. */
  necessary: z.boolean().nullable(),
  possible: z.boolean().nullable(),
  /** The note of the visit that found it. */
  noteId: IdSchema.nullable(),
  taskIds: z.array(IdSchema),
  referralIds: z.array(IdSchema),
  addedBy: IdSchema,
  addedAt: InstantSchema,
  /** Who said that it is met or dropped, and why. */
  ended: DoneBySchema.extend({ reason: line(300).nullable() }).nullable(),
})
export type Need = z.infer<typeof NeedSchema>

export function newNeed(
  given: Pick<Need, 'caseId' | 'text' | 'domain' | 'rank' | 'addedBy' | 'addedAt'> & Partial<Need>,
): Need {
  return {
    status: 'open',
    necessary: null,
    possible: null,
    noteId: null,
    taskIds: [],
    referralIds: [],
    ended: null,
    ...given,
  }
}

/** HAS 2019: what is retained for the plan is what is necessary and possible. */
export const isRetained = ({ necessary, possible }: Need) => necessary === true && possible === true

interface RankedNeed {
  readonly id: string
  readonly need: Need
}

/** The open needs, the first one first. */
export const openNeeds = (needs: Iterable<RankedNeed>): RankedNeed[] =>
  [...needs]
    .filter(({ need }) => need.status === 'open')
    .sort((one, other) => one.need.rank - other.need.rank || (one.id < other.id ? -1 : 1))

/** The rank after the last of all needs. */
export const nextRank = (needs: Iterable<RankedNeed>): number =>
  Math.max(0, ...[...needs].map(({ need }) => need.rank)) + 1

/**
 * Puts the open needs in order.
 * @param ids every open need, the first one first
 * @returns those whose rank has changed
 * @throws invalid when one is named twice; conflict with the ids when these are not the open ones
 */
export function orderNeeds(needs: Iterable<RankedNeed>, ids: readonly string[]): RankedNeed[] {
  if (new Set(ids).size !== ids.length) throw new DomainError('invalid', { field: 'ids', why: 'twice' })
  const open = openNeeds(needs)
  if (open.length !== ids.length || open.some(({ id }) => !ids.includes(id)))
    throw new DomainError('conflict', { why: 'needs_changed', ids: open.map(({ id }) => id) })
  return open.flatMap(({ id, need }) => {
    const rank = ids.indexOf(id) + 1
    return need.rank === rank ? [] : [{ id, need: { ...need, rank } }]
  })
}

export type NeedUpdate = Partial<Pick<Need, 'text' | 'domain' | 'necessary' | 'possible' | 'status'>> & {
  reason?: string
}

/**
 * Says more of a need, ends it or takes it up again.
 * @throws invalid when it is dropped without a reason
 */
export function updateNeed(need: Need, update: NeedUpdate, by: string, at: string): Need {
  const { reason, ...said } = update
  const after = { ...need, ...said }
  if (after.status === 'open') after.ended = null
  else if (said.status !== undefined && said.status !== need.status) {
    if (said.status === 'dropped' && reason === undefined)
      throw new DomainError('invalid', { field: 'reason', why: 'missing' })
    after.ended = { by, at, reason: reason ?? null }
  }
  const isSame = (Object.keys(after) as (keyof Need)[]).every((key) => after[key] === need[key])
  return isSame ? need : after
}
