import { DomainError, type Task } from '@colloque/domain'
import type { ChangeLog } from '../../platform/change-log/index.ts'
import { requireEntity } from '../../platform/commands.ts'
import type { QueryHandlers } from '../../platform/http/api.routes.ts'
import type { CaseAccess } from '../care-circle/access.ts'

interface Parts {
  readonly changes: ChangeLog
  readonly access: CaseAccess
  /** On disk before the case is shown. */
  recordRead(accountId: string, caseId: string): Promise<void>
}

/** Who did what with a task, as the log has it. */
export function taskQueries({ changes, access, recordRead }: Parts): Pick<QueryHandlers, 'taskHistory'> {
  return {
    taskHistory: async ({ params: { id, taskId } }, actor) => {
      requireEntity(await access.accessPatientCase(actor, id, 'case.read'), 'task', taskId)
      await recordRead(actor.accountId, id)
      const history = await changes.historyOf(taskId)
      // Whoever has left the circle meanwhile is told nothing any more.
      await access.accessPatientCase(actor, id, 'case.read')
      const states = history.filter(({ after }) => after !== null)
      if (states.length === 0) throw new DomainError('not_found', { type: 'task' })
      return {
        items: states.map(({ rev, by, at, kind, after }, index) => {
          const task = after as Task
          return { rev, by, at, kind, changed: changedFields(states[index - 1]?.after as Task, task), task }
        }),
      }
    },
  }
}

function changedFields(before: Task | undefined, after: Task): string[] {
  if (!before) return []
  return Object.entries(after).flatMap(([field, value]) =>
    JSON.stringify(value) === JSON.stringify(before[field as keyof Task]) ? [] : [field],
  )
}
