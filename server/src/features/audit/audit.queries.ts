import { TEAM_AUDIT_KINDS } from '@colloque/contract'
import type { TeamMember } from '@colloque/domain'
import type { mongo } from 'mongoose'
import { monthlyCounts } from '../../platform/audit/index.ts'
import type { ChangeLog } from '../../platform/change-log/index.ts'
import type { QueryHandlers } from '../../platform/http/api.routes.ts'
import { requireAccess } from '../care-circle/access.ts'
import { pageOfAccesses, type Accesses } from './accesses.ts'

/** Who has seen a case, for its circle; and what went on at the house's doors, for those who manage a team. */
export function auditQueries({
  db,
  accesses,
  changes,
  clock,
}: {
  readonly db: mongo.Db
  readonly accesses: Accesses
  readonly changes: ChangeLog
  readonly clock: () => Date
}): Pick<QueryHandlers, 'caseAccesses' | 'teamAudit'> {
  return {
    caseAccesses: async ({ params: { id }, search }, actor) => {
      const { items, since } = await accesses.of(actor, id)
      return { ...pageOfAccesses(items, search), since }
    },
    teamAudit: async ({ params: { id } }, actor) => {
      const fold = await changes.fold(`team:${id}`)
      requireAccess(fold, actor, 'team.manage', clock().toISOString())
      const members = fold.all<TeamMember>('teamMember').flatMap(({ after }) => after?.accountId ?? [])
      const months = new Map<string, { kind: string; count: number }[]>()
      for (const { month, kind, count } of await monthlyCounts(db, members, TEAM_AUDIT_KINDS))
        months.set(month, [...(months.get(month) ?? []), { kind, count }])
      return { items: [...months].map(([month, counts]) => ({ month, counts })) }
    },
  }
}
