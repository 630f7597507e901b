import { defineFeature } from '../../platform/feature.ts'

export default defineFeature({
  routes: [
    {
      path: '/connexion',
      name: 'signIn',
      component: () => import('./SignInPage.vue'),
      meta: { title: 'session.title', outside: true },
    },
    {
      path: 'mon-compte',
      name: 'account',
      component: () => import('./AccountPage.vue'),
      meta: { title: 'app.account.mine' },
    },
  ],
  proof: () => import('./ProofDialog.vue'),
})
