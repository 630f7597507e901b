import { computed, shallowRef, watch, type Ref } from 'vue'
import { useTaskLists } from './useTaskLists.ts'
import type { HeldTask } from '../../platform/task/useTaskActs.ts'

/**
 * A list that stands still under a finger: what has left it keeps its row until the list is asked for again, and
 * what has come waits behind « 2 nouveautés ». Another list begins afresh.
 */
export function useStandingTasks(listed: Ref<readonly HeldTask[]>, view: Ref<string>, isReady: Ref<boolean>) {
  const lists = useTaskLists()
  const ids = shallowRef<readonly string[]>([])
  const refresh = () => (ids.value = listed.value.map(({ id }) => id))

  const belongs = computed(() => new Set(listed.value.map(({ id }) => id)))
  const rows = computed(() =>
    ids.value.flatMap((id) => {
      const task = lists.find(id)
      return task ? [{ task, gone: !belongs.value.has(id) }] : []
    }),
  )
  const arrivals = computed(() => listed.value.filter(({ id }) => !ids.value.includes(id)).length)

  watch([view, isReady], refresh, { immediate: true })
  // With nothing on the screen, or while the cases are still being read, nothing can move.
  watch(listed, () => {
    if (!isReady.value || rows.value.every(({ gone }) => gone)) refresh()
  })

  return { rows, arrivals, refresh }
}
