import { DomainError, type StreamName, type Task } from '@colloque/domain'
import type { ChangeLog, StreamFold } from '../../platform/change-log/index.ts'
import { requireEntity } from '../../platform/commands.ts'
import type { Actor } from '../../platform/actor.ts'
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
  /** Where a task of the case lives, as far as this person sees it: else in the case, where it is not. */
  const foldOf = async (actor: Actor, caseId: string, taskId: string): Promise<StreamFold> => {
    const fold = await access.accessPatientCase(actor, caseId, 'case.read')
    const stream: StreamName | undefined = await changes.locate(taskId)
    if (!stream?.startsWith('part:') || !(await access.mayReadStream(actor, stream))) return fold
    return access.caseOf(stream) === caseId ? changes.fold(stream) : fold
  }
  return {
    taskHistory: async ({ params: { id, taskId } }, actor) => {
      requireEntity(await foldOf(actor, id, taskId), 'task', taskId)
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
