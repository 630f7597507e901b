import { DomainError, type Task, type TaskSeries } from '@colloque/domain'
import type { Actor } from '../../platform/actor.ts'
import type { StreamFold } from '../../platform/change-log/index.ts'
import type { QueryHandlers } from '../../platform/http/api.routes.ts'
import { projections } from '../../platform/entity-projections.ts'
import type { ProjectionReader } from '../../platform/reader.ts'
import type { CaseAccess } from '../care-circle/access.ts'

/** The series of a case, and all that became of the occurrences of one. */
export function seriesQueries(parts: {
  access: CaseAccess
  reader: ProjectionReader
  recordRead(accountId: string, caseId: string): Promise<void>
}): Pick<QueryHandlers, 'caseSeries' | 'seriesOccurrences'> {
  const { access, reader, recordRead } = parts
  const enter = async (actor: Actor, caseId: string) => {
    await access.accessPatientCase(actor, caseId, 'case.read')
    await recordRead(actor.accountId, caseId)
    return access.accessPatientCase(actor, caseId, 'case.read')
  }
  return {
    caseSeries: async ({ params: { id }, search }, actor) => {
      await enter(actor, id)
      const answer = await reader.list(projections.taskSeries, `case:${id}`, search)
      await access.accessPatientCase(actor, id, 'case.read')
      return answer
    },
    seriesOccurrences: async ({ params: { id, seriesId }, search: { cursor, limit } }, actor) => {
      const fold = await enter(actor, id)
      const line = lineOf(fold, seriesId)
      const tasks = fold
        .all<Task>('task')
        .flatMap(({ id: taskId, rev, after }) =>
          after?.seriesId && line.has(after.seriesId) ? [{ ...after, id: taskId, rev }] : [],
        )
        .sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1))
        .filter((task) => cursor === undefined || placeOf(task) > cursor)
      const items = tasks.slice(0, limit)
      const last = items.at(-1)
      return { items, seq: fold.seq, next: tasks.length > limit && last ? placeOf(last) : null }
    },
  }
}

const placeOf = ({ occurrence, dueAt, id }: Task & { id: string }) => `${occurrence} ${dueAt} ${id}`

/** A series with those that it goes on: what it was before it was changed. */
function lineOf(fold: StreamFold, seriesId: string): Set<string> {
  const line = new Set<string>()
  for (let id: string | null = seriesId; id !== null && !line.has(id);) {
    const series: TaskSeries | null | undefined = fold.get<TaskSeries>('taskSeries', id)?.after
    if (!series) throw new DomainError('not_found', { type: 'taskSeries' })
    line.add(id)
    id = series.changedFrom
  }
  return line
}
