import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useClock } from '../../platform/clock.ts'
import { useQueue } from '../../platform/queue/useQueue.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { mine, recentlyEnded, round, toTake } from './taskLists.ts'

/** The tasks of all the person's open cases, as each list shows them. Computed; nothing is kept. */
export const useTaskLists = defineStore('taskLists', () => {
  const workspace = useWorkspace()
  const queue = useQueue()
  const now = useClock()

  const all = computed(() =>
    workspace.cases
      .filter(({ after }) => after.status === 'open')
      .flatMap(({ id }) => workspace.list(id, 'task')),
  )
  const worker = computed(() => {
    const { account } = workspace
    return account && { accountId: account.id, profession: account.profession }
  })

  return {
    toTake: computed(() => (worker.value ? toTake(all.value, worker.value) : [])),
    mine: computed(() => (worker.value ? mine(all.value, worker.value) : [])),
    round: computed(() => (worker.value ? round(all.value, worker.value, queue.dayEnd) : [])),
    ended: computed(() => (worker.value ? recentlyEnded(all.value, worker.value, now.value) : [])),
    /** In whichever case, closed ones included. */
    find: (taskId: string) =>
      workspace.cases.map(({ id }) => workspace.find(id, 'task', taskId)).find((task) => task !== undefined),
  }
})
