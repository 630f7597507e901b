import { defineAsyncComponent } from 'vue'
import { defineFeature, TEAM_TABS } from '../../platform/feature.ts'
import { useConversationLines } from './useConversationLines.ts'

const page = () => import('./TeamPage.vue')
const TABS = TEAM_TABS.join('|')

export default defineFeature({
  routes: [
    {
      path: `equipe/:tab(${TABS})?`,
      name: 'team',
      component: page,
      meta: { title: 'app.rail.team', rail: 'team' },
    },
    {
      path: `equipe/:tab(${TABS})/:id([\\w-]+)`,
      name: 'teamItem',
      component: page,
      meta: { title: 'app.rail.team', rail: 'team' },
    },
  ],
  teamTabs: [
    { tab: 'membres', component: defineAsyncComponent(() => import('./MembersTab.vue')) },
    {
      tab: 'conversations',
      component: defineAsyncComponent(() => import('./ConversationsTab.vue')),
      badge: () => useConversationLines().unread,
    },
    { tab: 'reglages', component: defineAsyncComponent(() => import('./SettingsTab.vue')) },
  ],
  badges: { team: () => useConversationLines().unread },
})
