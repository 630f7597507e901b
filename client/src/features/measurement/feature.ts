import { defineAsyncComponent } from 'vue'
import { defineFeature } from '../../platform/feature.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'

/** Readings that crossed a threshold, and that nobody has in charge. */
const openAlerts = (caseId: string): number =>
  useWorkspace()
    .list(caseId, 'readingAlert')
    .filter(({ after }) => after.status === 'open').length

export default defineFeature({
  caseTabs: [
    {
      tab: 'mesures',
      component: defineAsyncComponent(() => import('./ReadingsTab.vue')),
      badge: openAlerts,
    },
  ],
})
