import { useEventListener } from '@vueuse/core'
import { watch } from 'vue'
import { useRoute } from 'vue-router'
import { useBoards } from '../../platform/board/useBoards.ts'

/** Keeps the board of the case that is open, and the page while something on a board is not saved. */
export function useBoardLifetime() {
  const route = useRoute()
  const boards = useBoards()

  watch(
    () => route.params.caseId,
    (caseId) => boards.keepOnly(typeof caseId === 'string' ? caseId : undefined),
  )
  useEventListener(window, 'beforeunload', (event) => {
    if (boards.hasUnsaved) event.preventDefault()
  })
}
