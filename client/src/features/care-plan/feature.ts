import { defineAsyncComponent } from 'vue'
import { defineFeature } from '../../platform/feature.ts'

export default defineFeature({
  routes: [
    {
      path: 'situations/:caseId/plan/versions/:versionId',
      name: 'planVersion',
      component: () => import('./sign/VersionPage.vue'),
      props: true,
      meta: { title: 'care-plan.sign.version.pageTitle', rail: 'cases' },
    },
  ],
  caseTabs: [{ tab: 'plan', component: defineAsyncComponent(() => import('./PlanTab.vue')) }],
})
