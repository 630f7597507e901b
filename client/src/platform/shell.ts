import { defineStore } from 'pinia'
import { ref } from 'vue'

/** What any feature may open from anywhere, without knowing who draws it. */
export const useShell = defineStore('shell', () => {
  const noterOpen = ref(false)
  /** The situation that « Noter » starts from, if any. */
  const noterCaseId = ref<string>()
  const searchOpen = ref(false)

  function openNoter(caseId?: string) {
    noterCaseId.value = caseId
    noterOpen.value = true
  }

  return { noterOpen, noterCaseId, searchOpen, openNoter }
})
