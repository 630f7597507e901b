import { defineStore } from 'pinia'
import { ref } from 'vue'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { beginVisit } from '../../platform/visits.ts'

/** When the person was in Colloque before. */
export const useLastVisit = defineStore('lastVisit', () => {
  const workspace = useWorkspace()
  /** ISO; undefined on a first visit. */
  const since = ref<string>()

  /** Call in the shell's setup. */
  function begin() {
    since.value = beginVisit(workspace.account?.id ?? '', 'home')
  }

  return { since, begin }
})
