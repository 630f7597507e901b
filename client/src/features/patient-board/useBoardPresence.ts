import { onScopeDispose, watch, type Ref } from 'vue'
import type { BoardSession } from '../../platform/board/boardSession.ts'

/** Shows the others that one has the board open, and which card; nothing once it is closed. Call in setup. */
export function useBoardPresence({ connection }: BoardSession, cardId: Readonly<Ref<string | undefined>>) {
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
}
