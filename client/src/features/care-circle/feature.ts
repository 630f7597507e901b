import { defineAsyncComponent } from 'vue'
import { defineFeature } from '../../platform/feature.ts'

export default defineFeature({
  caseTabs: [{ tab: 'cercle', component: defineAsyncComponent(() => import('./CircleTab.vue')) }],
})
