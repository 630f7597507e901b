import { defineFeature } from '../../platform/feature.ts'

export default defineFeature({
  routes: [
    {
      path: 'situations/:caseId/visite',
      name: 'visit',
      component: () => import('./VisitPage.vue'),
      meta: { title: 'visit.title', rail: 'cases' },
    },
  ],
})
