import { INVITATION_PATH, RECOVERY_PATH } from '@colloque/contract'
import { defineFeature } from '../../platform/feature.ts'
import { takeLink } from './link.ts'

export default defineFeature({
  routes: [
    {
      path: INVITATION_PATH,
      name: 'invitation',
      component: () => import('./InvitationPage.vue'),
      beforeEnter: takeLink,
      meta: { title: 'invitation.title', outside: true },
    },
    {
      path: RECOVERY_PATH,
      name: 'recovery',
      component: () => import('./RecoveryPage.vue'),
      beforeEnter: takeLink,
      meta: { title: 'invitation.recovery.title', outside: true },
    },
  ],
})
