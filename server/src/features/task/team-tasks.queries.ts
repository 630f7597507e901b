import {
  addDays,
  askedAt,
  DomainError,
  instantAt,
  offeredBundles,
  SHIPPED_BUNDLES,
  taskFigures,
  type PatientCase,
  type Task,
  type TaskBundle,
} from '@colloque/domain'
import type { Actor } from '../../platform/actor.ts'
import type { ChangeLog } from '../../platform/change-log/index.ts'
import { professionalOf } from '../../platform/circle.ts'
import type { QueryHandlers } from '../../platform/http/api.routes.ts'

interface Parts {
  readonly changes: ChangeLog
  readonly clock: () => Date
  casesOf(actor: Actor): Promise<string[]>
  recordRead(accountId: string, caseId: string): Promise<void>
}

/** What a team may start, and how its tasks run: out of the cases that the asker may see. */
export function teamTaskQueries({
  changes,
  clock,
  casesOf,
  recordRead,
}: Parts): Pick<QueryHandlers, 'teamBundles' | 'teamTaskFigures'> {
  const requireTeam = ({ teamIds }: Actor, teamId: string) => {
    if (!teamIds.includes(teamId)) throw new DomainError('not_found')
  }

  /** The tasks of one case, where it is the team's and the actor's to see. */
  const tasksOf = async (actor: Actor, teamId: string, caseId: string) => {
    const fold = await changes.fold(`case:${caseId}`)
    if (!professionalOf(fold, actor.accountId, clock().toISOString())) return []
    if (fold.get<PatientCase>('patientCase', caseId)?.after?.teamId !== teamId) return []
    return fold.all<Task>('task').flatMap(({ id, after }) => (after ? [{ id, task: after }] : []))
  }

  return {
    teamBundles: async ({ params: { id } }, actor) => {
      requireTeam(actor, id)
      const fold = await changes.fold(`team:${id}`)
      const own = fold
        .all<TaskBundle>('taskBundle')
        .flatMap((held) => (held.after ? [{ ...held.after, id: held.id, rev: held.rev }] : []))
      return { items: offeredBundles(SHIPPED_BUNDLES, own), seq: fold.seq }
    },

    teamTaskFigures: async ({ params: { id }, search: { from, to } }, actor) => {
      requireTeam(actor, id)
      if (to < from) throw new DomainError('invalid', { field: 'to', why: 'before_from' })
      const [begins, ends] = [instantAt(from, '00:00'), instantAt(addDays(to, 1), '00:00')]
      const perCase = await Promise.all(
        (await casesOf(actor)).map(async (caseId) => {
          const tasks = (await tasksOf(actor, id, caseId)).filter(
            ({ task }) => begins <= askedAt(task) && askedAt(task) < ends,
          )
          return { caseId, tasks }
        }),
      )
      const counted = perCase.filter(({ tasks }) => tasks.length > 0)
      await Promise.all(counted.map(({ caseId }) => recordRead(actor.accountId, caseId)))
      // After the last wait: a circle may have been left meanwhile.
      const seen = counted.filter(({ caseId }) => {
        const fold = changes.cachedFold(`case:${caseId}`)
        return (
          fold !== undefined && professionalOf(fold, actor.accountId, clock().toISOString()) !== undefined
        )
      })
      return {
        items: taskFigures(seen.flatMap(({ tasks }) => tasks)),
        caseIds: seen.map(({ caseId }) => caseId),
      }
    },
  }
}
