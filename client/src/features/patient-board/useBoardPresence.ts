import type { BoardPresence } from '@colloque/sdk'
import { computed, onScopeDispose, watch, type Ref } from 'vue'
import type { BoardSession } from '../../platform/board/boardSession.ts'

/** The same for all cards that nobody is on: none of them is drawn again when a caret moves in another. */
const NOBODY: readonly BoardPresence[] = []

/**
 * Shows the others that one has the board open, and which card; nothing once it is closed. Call in setup.
 * @returns who else is on a card
 */
export function useBoardPresence(
  { connection, present }: BoardSession,
  cardId: Readonly<Ref<string | undefined>>,
): (cardId: string) => readonly BoardPresence[] {
  watch(
    cardId,
    (card) => {
      // Field by field: the caret in a text is another field, written by the editor.
      if (!connection.awareness.getLocalState()) connection.setPresence({})
      connection.awareness.setLocalStateField('card', card ?? null)
    },
    { immediate: true },
  )
  onScopeDispose(() => connection.setPresence(null))

  const byCard = computed(() => {
    const groups = new Map<unknown, BoardPresence[]>()
    for (const one of present.value) groups.set(one['card'], [...(groups.get(one['card']) ?? []), one])
    return groups
  })
  return (id) => byCard.value.get(id) ?? NOBODY
}
