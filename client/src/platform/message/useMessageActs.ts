import * as domain from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useAnnouncer } from '../announcer.ts'
import { useFormat } from '../format.ts'
import { useErrorSentence } from '../refusal.ts'
import { useSay } from '../useSay.ts'
import { useWorkspace, type Present } from '../useWorkspace.ts'

/**
 * What a message asks of its readers, the same from every screen. Who acts is told what went wrong; nothing is
 * thrown. Call in setup.
 */
export function useMessageActs() {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const format = useFormat()
  const sentence = useErrorSentence()
  const announcer = useAnnouncer()
  const say = useSay()

  const mine = () => ({ by: workspace.account?.id ?? '', at: new Date().toISOString() })

  /** « J’ai pris connaissance »: nobody races for it, so it shows at once. */
  async function acknowledge({ id, after }: Present<'message'>): Promise<void> {
    const acknowledged = domain.acknowledge(after, mine())
    const overlay = { stream: domain.streamOfMessage(after), type: 'message', id, after: acknowledged }
    announcer.announce(t('platform.message.acknowledged'))
    try {
      await workspace.send('message.acknowledge', { messageId: id }, { optimistic: [overlay] })
    } catch (error) {
      say(sentence(error))
    }
  }

  /** « Je m’en charge »: one person; the server decides who. */
  async function takeCharge({ id, after }: Present<'message'>): Promise<void> {
    try {
      // Whoever has it already is known without asking.
      domain.takeCharge(after, mine())
      await workspace.send('message.takeCharge', { messageId: id })
      say(t('platform.message.chargeTaken'))
    } catch (error) {
      say(lostTo(error) ?? sentence(error))
    }
  }

  /** Who was first, and when; undefined where that is not what went wrong. */
  function lostTo(error: unknown): string | undefined {
    if (!(error instanceof domain.DomainError) || error.code !== 'already_claimed') return undefined
    const name = workspace.person(String(error.data.by))?.name ?? t('platform.news.someone')
    return t('platform.message.inCharge', { name, time: format.value.time(String(error.data.at)) })
  }

  /** Whether an act on it is on its way to the server. */
  const isSending = (messageId: string) => workspace.isSending('messageId', messageId)

  return { acknowledge, takeCharge, isSending }
}
