import { defineStore } from 'pinia'
import { reactive } from 'vue'
import { useWorkspace, type Present } from '../../platform/useWorkspace.ts'

/** Answers that are being written on Accueil: going to another line and back loses no word. In memory alone. */
export const useReplies = defineStore('replies', () => {
  const workspace = useWorkspace()
  const drafts = reactive(new Map<string, string>())

  /**
   * Answers in the message's thread.
   * @returns once the server has taken it
   * @throws DomainError when it is refused; the words stand in the stream then, to be sent again
   */
  async function reply({ id, after }: Present<'message'>, text: string): Promise<void> {
    const { caseId, conversationId } = after
    const place = caseId === null ? { conversationId: conversationId ?? '' } : { caseId }
    drafts.delete(id)
    await workspace.send(
      'message.post',
      { ...place, threadId: after.threadId ?? id, text },
      { keepRefused: true },
    )
  }

  return { drafts, reply }
})
