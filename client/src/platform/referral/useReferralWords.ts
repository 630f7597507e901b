import type { Referral } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useClock } from '../clock.ts'
import { useFormat } from '../format.ts'
import { useWorkspace } from '../useWorkspace.ts'

/** Where a referral stands, in words. Call in setup. */
export function useReferralWords() {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const format = useFormat()
  const now = useClock()

  const nameOf = (accountId: string) => workspace.person(accountId)?.name ?? t('platform.task.someone')
  const when = (instant: string) => format.value.dateTime(instant, now.value)

  /** « rendez-vous mar. 17 mars, 09:30 », « envoyée depuis 3 jours » */
  function state({ status, appointmentAt, history }: Referral): string {
    if (status === 'appointment' && appointmentAt)
      return t('platform.referral.appointmentAt', { when: when(appointmentAt) })
    const since = history.at(-1)?.at
    const named = t(`platform.referral.status.${status}`)
    return since ? `${named}, ${format.value.ago(since, now.value)}` : named
  }
  const follower = ({ followedBy }: Referral) =>
    t('platform.referral.followedBy', { name: nameOf(followedBy) })
  const reminder = ({ remindAt }: Referral) =>
    remindAt ? t('platform.referral.remindAt', { when: when(remindAt) }) : ''

  return { state, follower, reminder, nameOf, when }
}
