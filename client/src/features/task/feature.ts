import { defineFeature } from '../../platform/feature.ts'
import { useTaskLists } from './useTaskLists.ts'

export default defineFeature({
  routes: [
    {
      path: 'taches',
      name: 'tasks',
      component: () => import('./TasksPage.vue'),
      meta: { title: 'app.rail.tasks', rail: 'tasks' },
    },
  ],
  badges: { tasks: () => useTaskLists().toTake.length },
})
