/** What is done to referrals, the same from a situation and from Accueil: shown at once, told, taken back if refused. */
import { advanceReferral, DomainError, type ReferralStatus } from '@colloque/domain'
import { useToast } from '@nuxt/ui/composables'
import { useI18n } from 'vue-i18n'
import { useUndoToast } from '../../ui/useUndoToast.ts'
import { useAnnouncer } from '../announcer.ts'
import { useErrorSentence } from '../refusal.ts'
import { useWorkspace, type Present } from '../useWorkspace.ts'

export type HeldReferral = Present<'referral'>

/** What is told with a step. Instants are ISO. */
export interface StepWords {
  readonly appointmentAt?: string
  readonly words?: string
  readonly note?: string
  readonly remindAt?: string
}

/** Call in setup. */
export function useReferralActs() {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const announcer = useAnnouncer()
  const sentence = useErrorSentence()
  const sayDone = useUndoToast()
  const toast = useToast()

  const isSending = (referralId: string) => workspace.isSending('referralId', referralId)

  /** @returns whether it was taken, or waits for the network; a refusal is told */
  async function advance(
    { id, after }: HeldReferral,
    status: ReferralStatus,
    told: StepWords = {},
  ): Promise<boolean> {
    try {
      const at = new Date().toISOString()
      const { words = '', note, appointmentAt, remindAt } = told
      const moved = advanceReferral(after, {
        ...{ status, at, by: workspace.account?.id ?? '', note: note ?? null, appointmentAt, remindAt },
        words: status === 'declined' ? words : undefined,
      })
      const optimistic = [{ stream: `case:${after.caseId}`, type: 'referral', id, after: moved }]
      const said = note ? { note } : {}
      const sent =
        status === 'declined'
          ? workspace.send('referral.decline', { referralId: id, words, ...said }, { optimistic })
          : workspace.send(
              'referral.advance',
              {
                ...{ referralId: id, status, ...said },
                ...(appointmentAt ? { appointmentAt } : {}),
                ...(remindAt ? { remindAt } : {}),
              },
              { optimistic },
            )
      const done = t(`platform.referral.done.${status}`)
      announcer.announce(done)
      sayDone(done)
      if (!workspace.connection.connected) {
        sent.catch(refuse)
        return true
      }
      await sent
      return true
    } catch (error) {
      return refuse(error)
    }
  }

  function refuse(error: unknown): false {
    const isPast = error instanceof DomainError && error.data.field === 'remindAt'
    const said = isPast ? t('platform.referral.pastReminder') : sentence(error)
    announcer.announce(said)
    toast.add({ title: said, color: 'neutral', icon: 'i-lucide-circle-alert' })
    return false
  }

  return { advance, isSending }
}
