/** Where the plan of a case stands, for those who have its document open. */
import { canonicalText } from '@colloque/board'
import { changedParts, comparePlans, type PlanDifference, type PlanPart } from '@colloque/domain'
import { computed, watch } from 'vue'
import { useSignedTexts } from '../../../platform/plan/useSignedTexts.ts'
import { usePlanNow } from '../../../platform/plan/usePlanNow.ts'
import { usePlanWords } from '../../../platform/plan/usePlanWords.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'

export type PlanState = 'draft' | 'submitted' | 'signed' | 'modified'

/** Call in setup. */
export function usePlanState(caseId: string) {
  const workspace = useWorkspace()
  const signedTexts = useSignedTexts()
  const { say } = usePlanWords()
  const now = usePlanNow(() => caseId)

  const plan = computed(() => workspace.list(caseId, 'carePlan')[0]?.after)
  const version = computed(() => {
    const id = plan.value?.versionId
    return id ? workspace.find(caseId, 'planVersion', id) : undefined
  })
  const signed = computed(() => (version.value ? signedTexts.find(version.value.id) : undefined))
  // Without a network the state is said without what has changed; it is asked for anew when the network is back.
  watch(
    [() => version.value?.id, () => workspace.connection.connected],
    ([id]) => id && void signedTexts.load(caseId, id).catch(() => undefined),
    { immediate: true },
  )

  /** undefined while either text is not here. */
  const isModified = computed(() =>
    now.value && signed.value ? canonicalText(now.value) !== signed.value.text : undefined,
  )
  const differences = computed<readonly PlanDifference[]>(() =>
    isModified.value && now.value && signed.value?.content
      ? comparePlans(signed.value.content, now.value, say)
      : [],
  )
  const parts = computed<readonly PlanPart[]>(() => changedParts(differences.value))

  const state = computed<PlanState>(() => {
    if (plan.value?.submission) return 'submitted'
    if (!version.value) return 'draft'
    return isModified.value ? 'modified' : 'signed'
  })

  return { state, plan, version, now, isModified, differences, parts }
}
