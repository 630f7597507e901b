import { canPrescribe, type Flag } from '@colloque/domain'
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
  const namesOf = (accountIds: readonly string[]) => accountIds.map(nameOf).join(', ')
  const when = (instant: string) => format.value.dateTime(instant, now.value)

  /** « ouvert depuis : lun. 9 mars, 14:30 », « pris connaissance par … », « Refusé, par … », « vérifié par … » */
  function state({ raisedAt, acknowledgement, resolution, reopened, checked, status }: Flag): string {
    const by = (done: { by: string; at: string }) => ({ name: nameOf(done.by), when: when(done.at) })
    if (resolution) {
      const outcome = t(`platform.flag.outcome.${resolution.outcome}`)
      return checked && status === 'closed'
        ? t('platform.flag.state.checked', { outcome, ...by(checked) })
        : t('platform.flag.state.closed', { outcome, ...by(resolution) })
    }
    if (acknowledgement) return t('platform.flag.state.acknowledged', by(acknowledgement))
    const again = reopened.at(-1)
    return again
      ? t('platform.flag.state.reopened', by(again))
      : t('platform.flag.state.open', { when: when(raisedAt) })
  }

  /** Who is to answer it: those of its circle who prescribe. */
  const prescribers = (caseId: string) =>
    workspace
      .readers(caseId)
      .flatMap(({ after }) => (after.profession !== null && canPrescribe(after.profession) ? [after] : []))

  return { state, nameOf, namesOf, when, prescribers }
}
