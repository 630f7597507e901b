import {
  ERASING_KINDS,
  type Change,
  type ChangedEntity,
  type CircleMember,
  type PatientCase,
  type TeamMember,
} from '@colloque/domain'

const ERASING: readonly string[] = Object.values(ERASING_KINDS)

/**
 * Whether a change takes something from somebody who had it: a place in a circle or a team, the whole view of a case,
 * writing in a case that is closed, what was erased or moved to where fewer see it.
 */
export const endsAccess = ({ kind, entities }: Change): boolean =>
  ERASING.includes(kind) || entities.some(takesAway)

function takesAway({ type, rev, after }: ChangedEntity): boolean {
  if (after === null) return true
  // Whoever is new had nothing before.
  if (rev === 1) return false
  if (type === 'circleMember') return !seesAll(after as CircleMember)
  if (type === 'teamMember') return (after as TeamMember).status === 'left'
  return type === 'patientCase' && (after as PatientCase).status === 'closed'
}

const seesAll = ({ status, view }: CircleMember): boolean => status === 'active' && view === 'case'
