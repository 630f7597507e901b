import { defineAsyncComponent } from 'vue'
import { defineFeature } from '../../platform/feature.ts'

export default defineFeature({
  routes: [
    {
      path: 'situations/:caseId/protocoles/:runId',
      name: 'protocolRun',
      component: () => import('./run/RunPage.vue'),
      props: true,
      meta: { title: 'app.caseTitle', rail: 'cases' },
    },
  ],
  teamTabs: [
    { tab: 'protocoles', component: defineAsyncComponent(() => import('./library/ProtocolsTab.vue')) },
  ],
  summaryPart: defineAsyncComponent(() => import('./run/CaseRuns.vue')),
})
