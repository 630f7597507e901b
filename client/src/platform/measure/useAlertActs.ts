import { DomainError } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useAlertState } from '../queue/useAlertState.ts'
import { useErrorSentence } from '../refusal.ts'
import { useSay } from '../useSay.ts'
import { useWorkspace, type Present } from '../useWorkspace.ts'

export type HeldAlert = Present<'readingAlert'>

/** « Je m’en charge », which several may press at once. Call in setup. */
export function useAlertActs() {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const sentence = useErrorSentence()
  const say = useSay()
  const { nameOf, when } = useAlertState()

  /** Whoever comes second learns who was first, and nothing else happens. */
  async function takeCharge({ id }: HeldAlert): Promise<void> {
    try {
      await workspace.send('readingAlert.takeCharge', { alertId: id })
    } catch (error) {
      say(takenBy(error) ?? sentence(error))
    }
  }

  function takenBy(error: unknown): string | undefined {
    if (!(error instanceof DomainError) || error.code !== 'already_claimed') return undefined
    const { by, at } = error.data
    return t('platform.queue.alert.inCharge', { name: nameOf(String(by)), time: when(String(at)) })
  }

  return { takeCharge, isSending: (id: string) => workspace.isSending('alertId', id) }
}
