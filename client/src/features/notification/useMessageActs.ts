import { acknowledge as acknowledged, DomainError } from '@colloque/domain'
import { useToast } from '@nuxt/ui/composables'
import { useI18n } from 'vue-i18n'
import { useAnnouncer } from '../../platform/announcer.ts'
import { useClient } from '../../platform/client.ts'
import { useFormat } from '../../platform/format.ts'
import { useErrorSentence } from '../../platform/refusal.ts'
import { useWorkspace, type Present } from '../../platform/useWorkspace.ts'
import { useUndoToast } from '../../ui/useUndoToast.ts'

/** What a message asks of its readers. Call in setup. */
export function useMessageActs() {
  const { t } = useI18n()
  const client = useClient()
  const workspace = useWorkspace()
  const format = useFormat()
  const sentence = useErrorSentence()
  const announcer = useAnnouncer()
  const toast = useToast()
  const sayDone = useUndoToast()

  function say(words: string) {
    announcer.announce(words)
    toast.add({ title: words, color: 'neutral' })
  }

  /** « J’ai pris connaissance » */
  async function acknowledge({ id, after }: Present<'message'>) {
    const by = workspace.account?.id
    if (!by) return
    const seen = acknowledged(after, { by, at: new Date().toISOString() })
    const overlay = { stream: `case:${after.caseId}`, type: 'message', id, after: seen }
    announcer.announce(t('notification.acknowledged'))
    try {
      await workspace.send('message.acknowledge', { messageId: id }, { optimistic: [overlay] })
    } catch (error) {
      say(sentence(error))
    }
  }

  /** « Je m’en charge »: one person, decided by the server. */
  async function takeCharge({ id }: Present<'message'>) {
    try {
      await workspace.send('message.takeCharge', { messageId: id })
      say(t('notification.chargeTaken'))
    } catch (error) {
      const other =
        error instanceof DomainError && error.code === 'already_claimed'
          ? workspace.person(String(error.data.by))
          : undefined
      if (!other) return say(sentence(error))
      const at = error instanceof DomainError ? String(error.data.at) : ''
      say(t('notification.chargeLost', { name: other.name, time: format.value.time(at) }))
    }
  }

  /** All that was said in a case counts as read; undone by a mark of before. */
  function markAllRead(caseId: string) {
    const before = workspace.readSeq(caseId)
    workspace.markRead(
      caseId,
      Math.max(before, ...workspace.list(caseId, 'message').map(({ createdSeq }) => createdSeq)),
    )
    sayDone(t('notification.markedRead'), () => client.readMarks.set(`case:${caseId}`, before))
  }

  const isSending = (messageId: string) =>
    workspace.entries.some(
      ({ input, state }) => input.messageId === messageId && (state === 'waiting' || state === 'sending'),
    )

  return { acknowledge, takeCharge, markAllRead, isSending }
}
