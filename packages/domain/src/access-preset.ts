import {
  isAllowed,
  newCircleMember,
  PERMISSIONS,
  presetView,
  type CircleMember,
  type Permission,
} from './care-circle.ts'
import type { Profession } from './profession.ts'

export interface AccessPreset {
  readonly view: CircleMember['view']
  readonly permissions: readonly Permission[]
}

/**
 * What somebody of a profession sees and may do in a case that they are added to, before anybody says otherwise.
 * @param profession null for a relative or the patient
 */
export function presetOf(profession: Profession | null): AccessPreset {
  const view = presetView(profession)
  const somebody = newCircleMember({
    ...{ caseId: '', accountId: 'somebody', name: '', addedBy: '', addedAt: '', profession, view },
  })
  return { view, permissions: PERMISSIONS.filter((permission) => isAllowed(somebody, permission)) }
}
