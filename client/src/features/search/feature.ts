import { defineAsyncComponent } from 'vue'
import { defineFeature } from '../../platform/feature.ts'

export default defineFeature({
  routes: [
    {
      path: 'rechercher',
      name: 'search',
      component: () => import('./SearchPage.vue'),
      meta: { title: 'search.title' },
    },
  ],
  search: defineAsyncComponent(() => import('./SearchPalette.vue')),
})
