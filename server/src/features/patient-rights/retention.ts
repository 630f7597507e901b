/**
 * How long a closed case is kept. What is due is told to its own circle alone: nobody outside it learns that a case is
 * there. Nothing is erased by itself: a person decides.
 */
import {
  keptUntil,
  RETENTION_YEARS,
  type CareTeam,
  type CircleMember,
  type PatientCase,
} from '@colloque/domain'
import type { Actor } from '../../platform/actor.ts'
import type { ChangeLog } from '../../platform/change-log/index.ts'
import type { QueryHandlers } from '../../platform/http/api.routes.ts'

export interface RetentionParts {
  readonly changes: Pick<ChangeLog, 'fold'>
  readonly clock: () => Date
  casesOf(actor: Actor): Promise<string[]>
}

export function retentionQueries({
  changes,
  clock,
  casesOf,
}: RetentionParts): Pick<QueryHandlers, 'myRetention'> {
  const yearsOf = async (teamId: string): Promise<number> =>
    (await changes.fold(`team:${teamId}`)).get<CareTeam>('careTeam', teamId)?.after?.security
      .retentionYears ?? RETENTION_YEARS

  return {
    myRetention: async (_request, actor) => {
      const now = clock().toISOString()
      const found = await Promise.all(
        (await casesOf(actor)).map(async (caseId) => {
          const fold = await changes.fold(`case:${caseId}`)
          const patientCase = fold.get<PatientCase>('patientCase', caseId)?.after
          if (patientCase?.status !== 'closed' || patientCase.closedAt === null) return []
          const { closedAt } = patientCase
          const until = keptUntil(closedAt, await yearsOf(patientCase.teamId))
          if (until > now) return []
          const isReferent = fold
            .all<CircleMember>('circleMember')
            .some(({ after }) => after?.accountId === actor.accountId && after.role === 'referent')
          return [{ caseId, closedAt, keptUntil: until, isReferent }]
        }),
      )
      return { items: found.flat().sort((one, other) => (one.keptUntil < other.keptUntil ? -1 : 1)) }
    },
  }
}
