import { defineAsyncComponent } from 'vue'
import { defineFeature } from '../../platform/feature.ts'

export default defineFeature({
  routes: [
    {
      path: 'situations',
      name: 'cases',
      component: () => import('./CasesPage.vue'),
      meta: { title: 'app.rail.cases', rail: 'cases' },
    },
    {
      path: 'situations/nouvelle',
      name: 'newCase',
      component: () => import('./NewCasePage.vue'),
      meta: { title: 'patient-case.open.title', rail: 'cases' },
    },
  ],
  caseTabs: [{ tab: 'resume', component: defineAsyncComponent(() => import('./SummaryTab.vue')) }],
  caseStrip: defineAsyncComponent(() => import('./CaseStrip.vue')),
})
