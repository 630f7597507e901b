import { computed } from 'vue'
import { useWorkspace } from './useWorkspace.ts'

/**
 * Whether the person sees what some cases share, and nothing else: a relative, the patient, a home help of no team.
 * Call in setup.
 */
export function useSharedOnly() {
  const workspace = useWorkspace()
  return computed(() => {
    const { account, ready, cases, sharedCaseIds } = workspace
    if (!account) return false
    // Without a profession nobody is in a team or sees a whole case: known before anything is read.
    if (account.profession === null) return true
    return ready && account.teamIds.length === 0 && cases.length === 0 && sharedCaseIds.length > 0
  })
}
