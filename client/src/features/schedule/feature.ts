import { defineAsyncComponent } from 'vue'
import { defineFeature } from '../../platform/feature.ts'

export default defineFeature({
  teamTabs: [{ tab: 'presences', component: defineAsyncComponent(() => import('./PresenceTab.vue')) }],
})
