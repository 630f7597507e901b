import { defineAsyncComponent } from 'vue'
import { defineFeature } from '../../platform/feature.ts'

export default defineFeature({
  routes: [
    {
      path: 'situations/urgence',
      name: 'emergency',
      component: () => import('./EmergencyPage.vue'),
      meta: { title: 'platform.emergency.ask', rail: 'cases' },
    },
  ],
  caseBanner: defineAsyncComponent(() => import('./EmergencyBanner.vue')),
})
