import { blockersOf, isTaskEnded, type Task } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useClock } from '../clock.ts'
import { useFormat } from '../format.ts'
import { useWorkspace } from '../useWorkspace.ts'
import { dayAt } from '../wallTime.ts'

/** The state of a task, and for whom it is, in words. Call in setup. */
export function useTaskWords() {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const format = useFormat()
  const now = useClock()

  const isMe = (accountId: string | undefined) => accountId === workspace.account?.id
  const nameOf = (accountId: string) => workspace.person(accountId)?.name ?? t('platform.task.someone')
  const toYou = (key: 'delegated' | 'offered', accountId: string, state: string) =>
    t(`platform.task.state.${key}${isMe(accountId) ? 'ToYou' : ''}`, { state, name: nameOf(accountId) })

  /** « à prendre », « prise par Samuel Adjovi, confiée à vous », « en attente : le laboratoire », « faite par… » */
  function state(task: Task): string {
    const plain = plainState(task)
    const { delegate, handover, joint } = task
    if (isTaskEnded(task)) return plain
    if (handover) return toYou('offered', handover.to, plain)
    if (delegate) return toYou('delegated', delegate.accountId, plain)
    if (joint.length === 0) return plain
    const n = joint.filter(({ done }) => done).length
    return t('platform.task.state.joint', { state: plain, n, all: joint.length }, n)
  }

  function plainState({ status, claimed, ended, waitingFor, reason }: Task): string {
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
        return reason ? t('platform.task.state.notDone', { reason }) : t('platform.task.state.missed')
    }
  }

  /** « attend : Retirer les fils »; '' where it waits for no other task. */
  function blocked(task: Task): string {
    if (isTaskEnded(task)) return ''
    const find = (id: string) => workspace.find(task.caseId, 'task', id)?.after
    const titles = blockersOf(task, find).map((id) => find(id)?.title ?? '')
    return titles.length ? t('platform.task.state.blocked', { what: titles.join(', ') }) : ''
  }

  /** « pour vous », « pour Samuel Adjovi », « pour un·e infirmier·ère », « pour tout le cercle » */
  function forWhom({ forAccount, forProfession, joint }: Task): string {
    if (isMe(forAccount ?? undefined)) return t('platform.task.for.you')
    if (forAccount) return t('platform.task.for.one', { name: nameOf(forAccount) })
    if (joint.length) {
      const names = joint.map(({ profession }) => t(`platform.profession.${profession}`)).join(', ')
      return t('platform.task.for.joint', { names })
    }
    if (!forProfession) return t('platform.task.for.circle')
    return t('platform.task.for.profession', { name: t(`platform.profession.${forProfession}`) })
  }

  /** « lun. 9 mars, 14:30 », « lun. 9 mars, matin »; '' where there is no due date. */
  function when({ dueAt, window }: Pick<Task, 'dueAt' | 'window'>): string {
    if (window)
      return `${format.value.day(`${window.day}T12:00:00Z`, now.value)}, ${t(`platform.task.part.${window.part}`)}`
    return dueAt ? format.value.dateTime(dueAt, now.value) : ''
  }

  /** The hour or part alone where it is of today: « 14:30 », « matin ». */
  function shortWhen(task: Pick<Task, 'dueAt' | 'window'>): string {
    const today = dayAt(now.value)
    if (task.window)
      return task.window.day === today ? t(`platform.task.part.${task.window.part}`) : when(task)
    if (!task.dueAt) return ''
    return dayAt(new Date(task.dueAt)) === today ? format.value.time(task.dueAt) : when(task)
  }

  /** « pour lun. 9 mars, 14:30 »; '' where there is no due date. */
  const due = (task: Task) => (when(task) ? t('platform.task.due', { when: when(task) }) : '')

  return { state, blocked, forWhom, due, when, shortWhen, nameOf }
}
