import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { conversationLine, inOrder, unreadOf } from './conversationLines.ts'

/** The person's conversations outside a situation; once for the rail and the list. */
export const useConversationLines = defineStore('conversationLines', () => {
  const workspace = useWorkspace()

  const lines = computed(() => {
    const me = workspace.account?.id ?? ''
    return inOrder(
      workspace.conversations.map((place) =>
        conversationLine(
          {
            ...place,
            messages: workspace.listIn(place.stream, 'message'),
            readSeq: workspace.readSeqIn(place.stream),
          },
          me,
          workspace.attention,
        ),
      ),
    )
  })
  const unread = computed(() => unreadOf(lines.value))

  return { lines, unread }
})
