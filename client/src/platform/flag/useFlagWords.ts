import type { Flag } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useClock } from '../clock.ts'
import { useFormat } from '../format.ts'
import { useWorkspace } from '../useWorkspace.ts'

/** Where a flag stands, in words. Call in setup. */
export function useFlagWords() {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const format = useFormat()
  const now = useClock()

  const nameOf = (accountId: string) =>
    accountId === workspace.account?.id
      ? t('platform.flag.you')
      : (workspace.person(accountId)?.name ?? t('platform.flag.someone'))
  const when = (instant: string) => format.value.dateTime(instant, now.value)

  /** « ouvert depuis : lun. 9 mars, 14:30 », « pris connaissance par … », « Refusé, par … » */
  function state({ raisedAt, acknowledgement, resolution }: Flag): string {
    if (resolution) {
      return t('platform.flag.state.closed', {
        outcome: t(`platform.flag.outcome.${resolution.outcome}`),
        name: nameOf(resolution.by),
        when: when(resolution.at),
      })
    }
    return acknowledgement
      ? t('platform.flag.state.acknowledged', {
          name: nameOf(acknowledgement.by),
          when: when(acknowledgement.at),
        })
      : t('platform.flag.state.open', { when: when(raisedAt) })
  }

  return { state, nameOf }
}
