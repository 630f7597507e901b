import { defineAsyncComponent } from 'vue'
import { defineFeature } from '../../platform/feature.ts'
import { useEarlierClaims } from '../../platform/task/useEarlierClaims.ts'
import { useTaskLists } from './useTaskLists.ts'

export default defineFeature({
  routes: [
    {
      path: 'taches',
      name: 'tasks',
      component: () => import('./TasksPage.vue'),
      meta: { title: 'app.rail.tasks', rail: 'tasks' },
    },
    {
      path: 'taches/toutes',
      name: 'allTasks',
      component: () => import('./views/AllTasksPage.vue'),
      meta: { title: 'app.rail.tasks', rail: 'tasks' },
    },
  ],
  teamTabs: [
    { tab: 'modeles', component: defineAsyncComponent(() => import('./bundle/BundlesTab.vue')) },
    { tab: 'delais', component: defineAsyncComponent(() => import('./figures/DelaysTab.vue')) },
  ],
  start: () => useEarlierClaims(),
  badges: { tasks: () => useTaskLists().toTake.length },
})
