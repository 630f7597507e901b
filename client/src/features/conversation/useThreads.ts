/** Threads: closed with what came of them, reopened, followed and muted; and the same of a whole place. */
import { isMuted, type Attention, type StreamName } from '@colloque/domain'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useErrorSentence } from '../../platform/refusal.ts'
import { useSay } from '../../platform/useSay.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { useUndoToast } from '../../ui/useUndoToast.ts'

/** Call in setup. @param threadId null for the whole place */
export function useAttention(stream: StreamName, threadId: () => string | null) {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const sentence = useErrorSentence()
  const say = useSay()

  const own = computed(() =>
    workspace.attention.find((one) => one.stream === stream && one.threadId === threadId()),
  )
  const muted = computed(() => isMuted(workspace.attention, stream, threadId()))
  const followed = computed(() => own.value?.mode === 'followed')

  async function set(mode: Attention['mode']): Promise<void> {
    try {
      await workspace.send('attention.set', { stream, threadId: threadId(), mode })
      say(t(`conversation.read.attention.done.${mode}`))
    } catch (error) {
      say(sentence(error))
    }
  }

  return { muted, followed, set }
}

/** Call in setup. */
export function useThreadActs() {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const sentence = useErrorSentence()
  const say = useSay()
  const undoable = useUndoToast()

  async function reopen(threadId: string): Promise<void> {
    try {
      await workspace.send('thread.reopen', { threadId })
      say(t('conversation.read.thread.reopened'))
    } catch (error) {
      say(sentence(error))
    }
  }

  /** @returns what went wrong, as a sentence; '' when it is closed */
  async function close(threadId: string, outcome: string): Promise<string> {
    try {
      await workspace.send('thread.close', { threadId, outcome })
      undoable(t('conversation.read.thread.closedNow'), () => reopen(threadId))
      return ''
    } catch (error) {
      return sentence(error)
    }
  }

  return { close, reopen }
}
