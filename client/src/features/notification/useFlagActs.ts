import { acknowledgeFlag, type FlagOutcome } from '@colloque/domain'
import { useToast } from '@nuxt/ui/composables'
import { useI18n } from 'vue-i18n'
import { useAnnouncer } from '../../platform/announcer.ts'
import { useErrorSentence } from '../../platform/refusal.ts'
import { useWorkspace, type Present } from '../../platform/useWorkspace.ts'

/** What comes of a flag; a change of treatment goes with it in the same act. */
export interface FlagAnswer {
  readonly outcome: FlagOutcome
  readonly reason: string
  readonly stopMedicationIds?: string[]
  readonly changePosology?: { medicationId: string; posology: string }[]
}

/** What a prescriber does with a flag. Call in setup. */
export function useFlagActs() {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const sentence = useErrorSentence()
  const announcer = useAnnouncer()
  const toast = useToast()

  function say(words: string) {
    announcer.announce(words)
    toast.add({ title: words, color: 'neutral' })
  }

  /** « J’ai pris connaissance » */
  async function acknowledge({ id, after }: Present<'flag'>) {
    const by = workspace.account?.id
    if (!by) return
    const seen = acknowledgeFlag(after, by, new Date().toISOString())
    const overlay = { stream: `case:${after.caseId}`, type: 'flag', id, after: seen }
    announcer.announce(t('notification.acknowledged'))
    try {
      await workspace.send('flag.acknowledge', { flagId: id }, { optimistic: [overlay] })
    } catch (error) {
      say(sentence(error))
    }
  }

  /** Not shown before the server has agreed: another prescriber may have answered. */
  async function answer({ id }: Present<'flag'>, given: FlagAnswer): Promise<boolean> {
    try {
      await workspace.send('flag.resolve', { flagId: id, ...given })
    } catch (error) {
      say(sentence(error))
      return false
    }
    say(t(`notification.answered.${given.outcome}`))
    return true
  }

  const isSending = (flagId: string) =>
    workspace.entries.some(
      ({ input, state }) => input.flagId === flagId && (state === 'waiting' || state === 'sending'),
    )

  return { acknowledge, answer, isSending }
}
