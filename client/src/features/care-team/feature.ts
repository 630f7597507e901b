import { defineFeature } from '../../platform/feature.ts'

export default defineFeature({
  routes: [
    {
      path: 'equipe',
      name: 'team',
      component: () => import('./TeamPage.vue'),
      meta: { title: 'app.rail.team', rail: 'team' },
    },
  ],
})
