/** A severe flag climbs the ladder of urgent messages until a prescriber has seen it. */
import { resolveAsked, type Askable, type Reachable } from './asked.ts'
import { PRESCRIBERS } from './care-circle.ts'
import { climb, startEscalation, type EscalationSettings } from './escalation.ts'
import { isSevere, type Flag } from './flag.ts'

/**
 * Asks those of the circle who prescribe: those on duty, or all who are not away; then, rung by rung, everybody else.
 * A flag that is not severe asks nobody by name.
 * @param now ISO instant
 * @returns the flag at the foot of its ladder, whatever was asked before
 */
export function askPrescribers(
  flag: Flag,
  reachable: Reachable,
  settings: EscalationSettings,
  now: string,
): Flag {
  if (!isSevere(flag)) return flag
  const { asked } = resolveAsked(
    { accountIds: [], professions: [...PRESCRIBERS] },
    reachable,
    flag.raisedBy,
    now,
  )
  return {
    ...flag,
    asked: asked.map(({ accountId }) => accountId),
    escalation: startEscalation(settings, now),
  }
}

/** Takes the next step of the ladder, which asks somebody new where there is anybody. @param now ISO instant */
export function climbFlag(flag: Flag, members: readonly Askable[], now: string): Flag {
  if (!flag.escalation) return flag
  const { escalation: before, asked, raisedBy } = flag
  const escalation = climb({
    ...{ escalation: before, members, authorId: raisedBy, asked, now },
    professions: PRESCRIBERS,
  })
  const newly = escalation.steps.slice(before.steps.length).flatMap(({ accountIds }) => accountIds)
  return { ...flag, asked: [...asked, ...newly], escalation }
}
