import { defineAsyncComponent, onScopeDispose, watch } from 'vue'
import { useRoute } from 'vue-router'
import { useClient } from '../../platform/client.ts'
import { defineFeature } from '../../platform/feature.ts'
import { forgetCases, rememberCase } from '../../platform/recentCases.ts'

/** The situations looked at come first when one notes or searches. */
function rememberVisits(): void {
  const client = useClient()
  const route = useRoute()
  let accountId = client.account?.id
  watch(
    () => route.params['caseId'],
    (caseId) => {
      if (accountId && typeof caseId === 'string') rememberCase(accountId, caseId)
    },
    { immediate: true },
  )
  onScopeDispose(
    client.onAccount((account, why) => {
      if (!account && why === 'signedOut' && accountId) forgetCases(accountId)
      accountId = account?.id
    }),
  )
}

export default defineFeature({
  noter: defineAsyncComponent(() => import('./NoterSheet.vue')),
  start: rememberVisits,
})
