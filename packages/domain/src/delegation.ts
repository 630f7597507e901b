/** An act that an adopted protocol hands to a profession in one case, while its run lasts. */
import { z } from 'zod'
import { DELEGABLE, type Permission } from './care-circle.ts'
import { DomainError } from './errors.ts'
import { ProfessionSchema, type Profession } from './profession.ts'
import { DoneBySchema, IdSchema, InstantSchema, line } from './values.ts'

export const DelegationSchema = z.object({
  caseId: IdSchema,
  act: z.enum(DELEGABLE),
  profession: ProfessionSchema,
  /** Name and version of the protocol that was adopted. */
  protocol: line(160),
  opened: DoneBySchema,
  until: InstantSchema,
  ended: DoneBySchema.nullable(),
})
export type Delegation = z.infer<typeof DelegationSchema>

/** What is handed to a profession at an instant (ISO). */
export const delegatedTo = (
  profession: Profession | null,
  delegations: Iterable<Delegation>,
  at: string,
): Permission[] =>
  [...delegations].flatMap((delegation) =>
    delegation.profession === profession && !delegation.ended && at < delegation.until
      ? [delegation.act]
      : [],
  )

/**
 * Ends it before its time.
 * @throws conflict when it is over
 */
export function endDelegation(delegation: Delegation, by: string, at: string): Delegation {
  if (delegation.ended || at >= delegation.until) throw new DomainError('conflict', { why: 'over' })
  return { ...delegation, ended: { by, at } }
}
