import { PLAN_ENTITY_TYPES, planContent, type PlanContent } from '@colloque/domain'
import { computed, type ComputedRef } from 'vue'
import { useDocuments } from '../board/useDocuments.ts'
import { useWorkspace } from '../useWorkspace.ts'

/** What the plan says now, own edits that are not saved yet included; undefined until its document is open. */
export function usePlanNow(caseId: () => string): ComputedRef<PlanContent | undefined> {
  const documents = useDocuments()
  const workspace = useWorkspace()
  return computed(() => {
    const session = documents.session(caseId(), 'plan')
    const patientCase = workspace.patientCase(caseId())
    if (!session?.isLoaded.value || !patientCase) return undefined
    const entities = PLAN_ENTITY_TYPES.flatMap((type) => [...workspace.list(caseId(), type)])
    return planContent(caseId(), patientCase, entities, session.content.value)
  })
}
