/** What a meeting still asks of one person, read off the tasks that were made for it. */
import { isTaskEnded, isTaskFor, type AgendaItem, type Task, type Worker } from '@colloque/domain'

export interface AskedOfMe {
  readonly opinions: number
  readonly wishes: number
}

/** @param findTask by case and id */
export function askedOfMe(
  items: readonly AgendaItem[],
  me: Worker,
  findTask: (caseId: string, taskId: string) => Task | undefined,
): AskedOfMe {
  const open = items.flatMap(({ caseId, asked }) =>
    asked.filter(({ taskId }) => {
      const task = findTask(caseId, taskId)
      if (!task || isTaskEnded(task)) return false
      return task.claimed ? task.claimed.by === me.accountId : isTaskFor(task, me)
    }),
  )
  const count = (kind: 'opinion' | 'wish') => open.filter(({ what }) => what === kind).length
  return { opinions: count('opinion'), wishes: count('wish') }
}
