import { decisionState, type Decision, type Owner } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useClock } from '../../platform/clock.ts'
import { useFormat } from '../../platform/format.ts'
import { useTaskWords } from '../../platform/task/useTaskWords.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'

/** Who carries a decision out, and how far that is. Call in setup. */
export function useDecisionWords() {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const taskWords = useTaskWords()
  const format = useFormat()
  const now = useClock()

  /** « Rui Esteves », « infirmier·ère », « Rui Esteves, avec l’aide à domicile » */
  function whoOf({ accountId, profession, outside }: Owner): string {
    const who = accountId
      ? (workspace.person(accountId)?.name ?? t('platform.news.someone'))
      : profession
        ? t(`platform.profession.${profession}`)
        : ''
    return [who, outside].filter(Boolean).join(', ')
  }

  /** « en retard, prévue lun. 9 mars », « faite par … » */
  function state(decision: Decision): string {
    const find = (id: string) => workspace.find(decision.caseId, 'task', id)?.after
    const when = decision.dueOn ? format.value.day(`${decision.dueOn}T12:00:00Z`, now.value) : ''
    switch (decisionState(decision, find, now.value.toISOString())) {
      case 'late':
        return t('meeting.undone.late', { when })
      case 'open':
        return when ? t('meeting.undone.openBy', { when }) : t('meeting.undone.open')
      case 'notDone':
        return t('meeting.undone.notDone')
      default: {
        const task = find(decision.taskId)
        return task ? taskWords.state(task) : ''
      }
    }
  }

  const line = (decision: Decision) =>
    [t('meeting.agenda.preview.owner', { who: whoOf(decision.owner) }), state(decision)]
      .filter(Boolean)
      .join(' · ')

  return { whoOf, state, line }
}
