import { newMessage, type Addressees, type Urgency } from '@colloque/domain'
import { v4 as newId } from 'uuid'
import { isToEveryone } from '../../platform/composing/asked.ts'
import type { PickedPhoto } from '../../platform/composing/PhotoPicker.vue'
import { useErrorSentence } from '../../platform/refusal.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'

export interface Writing {
  readonly text: string
  readonly urgency: Urgency
  readonly to: Addressees
  readonly photos: readonly PickedPhoto[]
  /** The message that is answered, or null. */
  readonly threadId: string | null
}

/** Posting to a case. Call in setup. */
export function usePosting(caseId: string) {
  const workspace = useWorkspace()
  const sentence = useErrorSentence()

  /**
   * Posts a message; it stands in the stream at once.
   * @returns what went wrong where no refused entry keeps the words, so that the composer takes them back
   */
  return async ({ text, urgency, to, photos, threadId }: Writing): Promise<string | undefined> => {
    const id = newId()
    const fileIds = photos.map(({ fileId }) => fileId)
    const after = newMessage({
      caseId,
      threadId,
      authorId: workspace.account?.id ?? '',
      text,
      urgency,
      to,
      fileIds,
      postedAt: new Date().toISOString(),
    })
    try {
      await workspace.send(
        'message.post',
        {
          caseId,
          text,
          urgency,
          ...(threadId === null ? {} : { threadId }),
          ...(isToEveryone(to) ? {} : { to }),
          ...(fileIds.length ? { fileIds } : {}),
          ...(workspace.connection.connected ? {} : { writtenAt: after.postedAt }),
        },
        {
          optimistic: [{ stream: `case:${caseId}`, type: 'message', id, after }],
          files: photos.map((photo) => ({ ...photo, caseId })),
          keepRefused: true,
        },
      )
      return undefined
    } catch (error) {
      const kept = workspace.waiting(caseId).some(({ optimistic }) => optimistic[0]?.id === id)
      return kept ? undefined : sentence(error)
    }
  }
}
