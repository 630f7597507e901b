import { defineAsyncComponent } from 'vue'
import { defineFeature } from '../../platform/feature.ts'

export default defineFeature({
  teamTabs: [{ tab: 'annuaire', component: defineAsyncComponent(() => import('./DirectoryTab.vue')) }],
})
