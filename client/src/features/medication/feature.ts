import { isFlagPending } from '@colloque/domain'
import { defineAsyncComponent } from 'vue'
import { defineFeature } from '../../platform/feature.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'

/** Flags without an answer. */
const pendingFlags = (caseId: string): number =>
  useWorkspace()
    .list(caseId, 'flag')
    .filter(({ after }) => isFlagPending(after)).length

export default defineFeature({
  routes: [
    {
      path: 'situations/alertes',
      name: 'alerts',
      component: () => import('./AlertsPage.vue'),
      meta: { title: 'medication.open.title', rail: 'cases' },
    },
  ],
  caseTabs: [
    {
      tab: 'traitement',
      component: defineAsyncComponent(() => import('./TreatmentTab.vue')),
      badge: pendingFlags,
    },
  ],
})
