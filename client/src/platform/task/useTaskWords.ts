import type { Task } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useClock } from '../clock.ts'
import { useFormat } from '../format.ts'
import { useWorkspace } from '../useWorkspace.ts'

/** The state of a task, and for whom it is, in words. Call in setup. */
export function useTaskWords() {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const format = useFormat()
  const now = useClock()

  const isMe = (accountId: string | undefined) => accountId === workspace.account?.id
  const nameOf = (accountId: string) => workspace.person(accountId)?.name ?? t('platform.task.someone')

  /** « à prendre », « prise par Samuel Adjovi », « en attente : le laboratoire », « faite par… » */
  function state({ status, claimed, ended, waitingFor, reason }: Task): string {
    switch (status) {
      case 'open':
        return t('platform.task.state.open')
      case 'claimed':
        return isMe(claimed?.by)
          ? t('platform.task.state.claimedByYou')
          : t('platform.task.state.claimedBy', { name: nameOf(claimed?.by ?? '') })
      case 'waiting':
        return t('platform.task.state.waiting', { what: waitingFor ?? '' })
      case 'done':
        return isMe(ended?.by)
          ? t('platform.task.state.doneByYou')
          : t('platform.task.state.done', { name: nameOf(ended?.by ?? '') })
      case 'notDone':
        return t('platform.task.state.notDone', { reason: reason ?? '' })
    }
  }

  /** « pour vous », « pour Samuel Adjovi », « pour un·e infirmier·ère », « pour tout le cercle » */
  function forWhom({ forAccount, forProfession }: Task): string {
    if (isMe(forAccount ?? undefined)) return t('platform.task.for.you')
    if (forAccount) return t('platform.task.for.one', { name: nameOf(forAccount) })
    if (!forProfession) return t('platform.task.for.circle')
    return t('platform.task.for.profession', { name: t(`platform.profession.${forProfession}`) })
  }

  /** « pour lun. 9 mars, 14:30 »; '' where there is no due date. */
  const due = ({ dueAt }: Task) =>
    dueAt ? t('platform.task.due', { when: format.value.dateTime(dueAt, now.value) }) : ''

  return { state, forWhom, due, nameOf }
}
