/** Where the minutes of a case stand: to be signed, and by whom, or filed. */
import { minutesSigners, type AgendaItem, type FiledMinutes } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useMay } from '../../../platform/useMay.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'

/** Call in setup. */
export function useMinutesState() {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const may = useMay()

  const filedOf = (caseId: string, agendaItemId: string): FiledMinutes | undefined =>
    workspace.list(caseId, 'filedMinutes').find(({ after }) => after.agendaItemId === agendaItemId)?.after

  /** Accounts; of minutes that are not filed. */
  const signersOf = (item: AgendaItem): string[] =>
    minutesSigners(
      item,
      workspace.list(item.caseId, 'circleMember').map(({ after }) => after),
    )
  const isMine = (item: AgendaItem): boolean =>
    signersOf(item).includes(workspace.account?.id ?? '') && may(item.caseId, 'message.arrange')

  /** « À signer par vous », « À signer par Hélène Castaing », « Signé par … » */
  function words(agendaItemId: string, item: AgendaItem): string {
    const nameOf = (id: string) => workspace.person(id)?.name ?? t('platform.news.someone')
    const filed = filedOf(item.caseId, agendaItemId)
    if (filed) return t('meeting.minutes.state.filed', { name: nameOf(filed.signed.by) })
    if (isMine(item)) return t('meeting.minutes.state.mine')
    return t('meeting.minutes.toSignBy', { names: signersOf(item).map(nameOf).join(', ') })
  }

  return { filedOf, signersOf, isMine, words }
}
