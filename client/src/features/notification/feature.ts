import { defineFeature } from '../../platform/feature.ts'
import { useQueue } from '../../platform/queue/useQueue.ts'
import { useLastVisit } from './useLastVisit.ts'

export default defineFeature({
  routes: [
    {
      path: '',
      name: 'home',
      component: () => import('./HomePage.vue'),
      meta: { title: 'app.rail.home', rail: 'home' },
    },
  ],
  badges: { home: () => useQueue().pressing },
  start: () => useLastVisit().begin(),
})
