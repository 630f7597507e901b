import type { BoardCard } from '@colloque/board'
import { computed, onMounted, type ComputedRef } from 'vue'
import { useBoards } from './useBoards.ts'

/**
 * The cards of « Besoins », in their order; undefined while the board has not been read. Shares the connection of
 * the board itself. Call in setup.
 */
export function useBoardNeeds(caseId: string): ComputedRef<readonly BoardCard[] | undefined> {
  const boards = useBoards()
  onMounted(() => void boards.open(caseId).catch(() => undefined))
  return computed(() => {
    const session = boards.session(caseId)
    return session?.isLoaded.value ? session.needs.value : undefined
  })
}
