/** The ladder of an urgent message as its readers see it: the steps taken, and the one that comes next. */
import { climbLadder, type Askable, type DoneBy, type Message, type Rung } from '@colloque/domain'

export interface NextStep {
  /** ISO instant. */
  readonly at: string
  /** Undefined where nobody is left to ask. */
  readonly rung: Rung | undefined
  readonly accountIds: readonly string[]
}

/**
 * What the server will do at the next step, by the same rule and from what is known here: whoever enters or leaves
 * the circle before then changes it.
 * @param members of the circle or conversation
 */
export function nextStep(message: Message, members: readonly Askable[]): NextStep | undefined {
  const { escalation } = message
  const after = escalation?.nextAt ? climbLadder(message, members, escalation.nextAt) : null
  if (!escalation?.nextAt || !after) return undefined
  const next = after.steps.slice(escalation.steps.length).find(({ accountIds }) => accountIds.length > 0)
  return { at: escalation.nextAt, rung: next?.rung, accountIds: next?.accountIds ?? [] }
}

export type LadderEnd =
  (DoneBy & { readonly why: 'charge' | 'closed' | 'deleted' }) | { readonly why: 'top' } | undefined

/** Why no further step comes; undefined while one does. */
export function ladderEnd({ takenInCharge, closed, deleted, escalation }: Message): LadderEnd {
  if (!escalation || escalation.nextAt !== null) return undefined
  if (takenInCharge) return { ...takenInCharge, why: 'charge' }
  if (closed) return { by: closed.by, at: closed.at, why: 'closed' }
  if (deleted) return { ...deleted, why: 'deleted' }
  return { why: 'top' }
}
