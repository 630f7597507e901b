import { defineAsyncComponent } from 'vue'
import { defineFeature } from '../../platform/feature.ts'

export default defineFeature({
  caseTabs: [{ tab: 'plan', component: defineAsyncComponent(() => import('./PlanTab.vue')) }],
})
