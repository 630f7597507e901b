import { useEventListener } from '@vueuse/core'
import { watch } from 'vue'
import { useRoute } from 'vue-router'
import { useDocuments } from '../../platform/board/useDocuments.ts'

/** Keeps the documents of the case that is open, and the page while something would be lost with it. */
export function useBoardLifetime() {
  const route = useRoute()
  const documents = useDocuments()

  watch(
    () => route.params.caseId,
    (caseId) => documents.keepOnly(typeof caseId === 'string' ? caseId : undefined),
  )
  useEventListener(window, 'beforeunload', (event) => {
    if (documents.wouldLose) event.preventDefault()
  })
}
