import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useClock } from '../../platform/clock.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { mine, recentlyEnded, toTake } from './taskLists.ts'

/** The tasks of all the person's open cases, as each list shows them. Computed; nothing is kept. */
export const useTaskLists = defineStore('taskLists', () => {
  const workspace = useWorkspace()
  const now = useClock()

  const all = computed(() =>
    workspace.cases.filter(({ after }) => after.status === 'open').flatMap(({ id }) => workspace.tasksOf(id)),
  )
  const worker = computed(() => {
    const { account } = workspace
    return account && { accountId: account.id, profession: account.profession }
  })

  return {
    all,
    worker,
    toTake: computed(() => (worker.value ? toTake(all.value, worker.value) : [])),
    mine: computed(() => (worker.value ? mine(all.value, worker.value) : [])),
    ended: computed(() => (worker.value ? recentlyEnded(all.value, worker.value, now.value) : [])),
    /** In whichever case, closed ones included. */
    find: (taskId: string) =>
      workspace.cases.map(({ id }) => workspace.find(id, 'task', taskId)).find((task) => task !== undefined),
  }
})
