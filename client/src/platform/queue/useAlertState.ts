import type { ReadingAlert } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useClock } from '../clock.ts'
import { useFormat } from '../format.ts'
import { useWorkspace } from '../useWorkspace.ts'

/** Who sees to a reading that crossed its threshold, or what they did. Call in setup. */
export function useAlertState() {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const format = useFormat()
  const now = useClock()

  const nameOf = (accountId: string) => workspace.person(accountId)?.name ?? t('platform.news.someone')
  /** « 9:04 » today, with the day before that. */
  function when(at: string): string {
    const { day, time, dateTime } = format.value
    return day(at) === day(now.value.toISOString()) ? time(at) : dateTime(at, now.value)
  }

  /** « Pris en charge par Hélène Castaing à 9:04 » */
  function state({ charge, closed }: ReadingAlert): string {
    if (closed) {
      const { by, at, outcome } = closed
      return t('platform.queue.alert.closed', { name: nameOf(by), time: when(at), outcome })
    }
    if (!charge) return t('platform.queue.alert.open')
    return t('platform.queue.alert.inCharge', { name: nameOf(charge.by), time: when(charge.at) })
  }

  return { state, nameOf, when }
}
