import { FLAG_SEVERITIES, isFlagPending, isTaskEnded, type FlagSeverity } from '@colloque/domain'
import { useClock } from '../../platform/clock.ts'
import { useQueue } from '../../platform/queue/useQueue.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'

/** What marks a case in a list and in its strip. Call in setup; what it returns is reactive. */
export function useCaseMarks() {
  const workspace = useWorkspace()
  const queue = useQueue()
  const now = useClock()

  const pendingFlags = (caseId: string) =>
    workspace.list(caseId, 'flag').filter(({ after }) => isFlagPending(after))
  /** The gravest first, each once. */
  const severities = (caseId: string): FlagSeverity[] =>
    FLAG_SEVERITIES.filter((level) => pendingFlags(caseId).some(({ after }) => after.severity === level))

  /** Readings that crossed a threshold, and that nobody has in charge. */
  const openReadingAlerts = (caseId: string) =>
    workspace.list(caseId, 'readingAlert').filter(({ after }) => after.status === 'open')

  const openTasks = (caseId: string) => workspace.tasksOf(caseId).filter(({ after }) => !isTaskEnded(after))
  const overdue = (caseId: string) =>
    openTasks(caseId).filter(({ after }) => after.dueAt !== null && after.dueAt < now.value.toISOString())
      .length
  /** The soonest due date that has not passed. */
  const nextDue = (caseId: string): string | undefined =>
    openTasks(caseId)
      .flatMap(({ after }) =>
        after.dueAt !== null && after.dueAt >= now.value.toISOString() ? [after.dueAt] : [],
      )
      .sort()[0]

  /** Urgent messages that wait for this person. */
  const urgentMessages = (caseId: string) =>
    queue.inCase(caseId).filter(({ kind, band }) => kind === 'acknowledge' && band === 'urgent').length

  return {
    pendingFlags,
    severities,
    openReadingAlerts,
    openTasks,
    overdue,
    nextDue,
    urgentMessages,
    unread: queue.unreadIn,
  }
}
