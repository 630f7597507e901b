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
    {
      path: 'appareil',
      name: 'device',
      component: () => import('./DevicePage.vue'),
      meta: { title: 'session.device.question' },
    },
  ],
  proof: () => import('./ProofDialog.vue'),
})
