import { defineFeature } from '../../platform/feature.ts'
import { useQueue } from '../../platform/queue/useQueue.ts'
import HomePage from './HomePage.vue'
import { usePushLifetime } from './push/usePushLifetime.ts'
import { useLastVisit } from './useLastVisit.ts'

export default defineFeature({
  routes: [
    {
      path: '',
      name: 'home',
      // Comes with the application, as all of the first screen does: see vite.config.ts.
      component: HomePage,
      meta: { title: 'app.rail.home', rail: 'home' },
    },
    {
      path: 'me-joindre',
      name: 'reach',
      component: () => import('./ReachPage.vue'),
      meta: { title: 'notification.reach.title' },
    },
  ],
  badges: { home: () => useQueue().pressing },
  start() {
    useLastVisit().begin()
    usePushLifetime()
  },
})
