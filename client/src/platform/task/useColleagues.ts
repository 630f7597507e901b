import { dutyAt, isTaskFor, type Duty, type Profession, type Task } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useClock } from '../clock.ts'
import { useWorkspace } from '../useWorkspace.ts'

export interface Colleague {
  readonly accountId: string
  readonly name: string
  readonly profession: Profession
  readonly duty: Duty['state']
  /** « infirmier·ère, en service » */
  readonly words: string
}

const DUTY_ORDER: readonly Duty['state'][] = ['onDuty', 'unknown', 'offDuty', 'absent']

/** Those of a circle to whom a task can go, whoever is on duty first. Call in setup. */
export function useColleagues() {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const now = useClock()

  function of(caseId: string): Colleague[] {
    return workspace
      .readers(caseId)
      .flatMap(({ after: { accountId, name, profession } }) => {
        if (accountId === null || profession === null || accountId === workspace.account?.id) return []
        const duty = dutyAt(workspace.schedulesOf(accountId), now.value.toISOString()).state
        const words = [t(`platform.profession.${profession}`), t(`platform.task.duty.${duty}`)]
        return [{ accountId, name, profession, duty, words: words.filter(Boolean).join(', ') }]
      })
      .sort((one, other) => DUTY_ORDER.indexOf(one.duty) - DUTY_ORDER.indexOf(other.duty))
  }

  /** Those who could answer for it: of its profession, or anybody where it is for the whole circle. */
  const receiversOf = (task: Task) =>
    of(task.caseId).filter((one) => isTaskFor({ ...task, forAccount: null }, one))

  /** Anybody: the holder goes on answering for it. */
  const helpersOf = (task: Task) =>
    of(task.caseId).filter(
      ({ accountId }) => accountId !== task.claimed?.by && accountId !== task.delegate?.accountId,
    )

  return { receiversOf, helpersOf }
}
