import type { StreamName } from '@colloque/domain'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'vue-i18n'
import { usePlace } from '../../platform/composing/usePlace.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'

export interface Obstacle {
  readonly words: string
  /** A thread that can be opened again. */
  readonly closedThread: boolean
}

/** Why nothing can be written here now: the case, the thread, or its first message is no longer open. Call in setup. */
export function useObstacle(stream: MaybeRefOrGetter<StreamName>, threadId: MaybeRefOrGetter<string | null>) {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const { patientCase } = usePlace(stream)

  return computed<Obstacle | undefined>(() => {
    if (patientCase.value?.status === 'closed')
      return { words: t('conversation.compose.caseClosed'), closedThread: false }
    const id = toValue(threadId)
    const first = id === null ? undefined : workspace.findIn(toValue(stream), 'message', id)?.after
    if (first?.deleted) return { words: t('conversation.compose.threadDeleted'), closedThread: false }
    if (!first?.closed) return undefined
    return {
      words: t('conversation.compose.threadClosed', { outcome: first.closed.outcome }),
      closedThread: true,
    }
  })
}
