import { defineFeature } from '../../platform/feature.ts'

export default defineFeature({
  routes: [
    {
      path: '/connexion',
      name: 'signIn',
      component: () => import('./SignInPage.vue'),
      meta: { title: 'session.title', outside: true },
    },
  ],
})
