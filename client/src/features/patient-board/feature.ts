import { defineAsyncComponent } from 'vue'
import { defineFeature } from '../../platform/feature.ts'
import { useBoardLifetime } from './useBoardLifetime.ts'

export default defineFeature({
  caseTabs: [{ tab: 'tableau', component: defineAsyncComponent(() => import('./BoardTab.vue')) }],
  start: useBoardLifetime,
})
