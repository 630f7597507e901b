import type { PatientCase } from '@colloque/domain'
import type { ReactorDefinition } from '../../platform/change-log/index.ts'

/** A household link shows on both cases: the one that was linked gets the same link back. */
export const householdReactor: ReactorDefinition = {
  name: 'household-links',
  on: (change) => {
    if (change.kind !== 'case.householdLinked') return []
    const [changed] = change.entities
    const linked = changed?.after as PatientCase | null | undefined
    if (!changed || !linked) return []
    return linked.householdCaseIds.map((otherId) => ({
      stream: `case:${otherId}` as const,
      input: { householdOf: changed.id },
      decide: (fold) => {
        const other = fold.get<PatientCase>('patientCase', otherId)
        if (!other?.after || other.after.householdCaseIds.includes(changed.id))
          return { unchanged: { type: 'patientCase', id: otherId } }
        const after: PatientCase = {
          ...other.after,
          householdCaseIds: [...other.after.householdCaseIds, changed.id],
        }
        return { kind: 'case.householdLinkedBack', entities: [{ type: 'patientCase', id: otherId, after }] }
      },
    }))
  },
}
