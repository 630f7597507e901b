import { patientName, type CircleMember, type PatientCase } from '@colloque/domain'
import { LRUCache } from 'lru-cache'
import type { ChangeLog } from '../../platform/change-log/index.ts'
import { membershipOf } from '../../platform/circle.ts'
import { projections } from '../../platform/entity-projections.ts'
import type { QueryHandlers } from '../../platform/http/api.routes.ts'
import type { ProjectionReader } from '../../platform/reader.ts'

interface Parts {
  readonly changes: ChangeLog
  readonly reader: ProjectionReader
  readonly clock: () => Date
  recordRead(accountId: string, caseId: string): Promise<void>
}

/** The cases that are shared with somebody, who sees nothing else of them. */
export function sharedCaseQueries({
  changes,
  reader,
  clock,
  recordRead,
}: Parts): Pick<QueryHandlers, 'mySharedCases'> {
  /** Cases that were just shared with an account. Longer than a projection can lag on a node that is alive. */
  const joined = new LRUCache<string, Set<string>>({ max: 10_000, ttl: 60_000 })
  changes.onChange(({ entities }) => {
    for (const { type, after } of entities) {
      if (type !== 'circleMember' || after === null) continue
      const { accountId, caseId, view } = after as CircleMember
      if (accountId !== null && view === 'shared')
        joined.set(accountId, (joined.get(accountId) ?? new Set()).add(caseId))
    }
  })

  /** Proposed by the projection and by what this node has heard; confirmed by the circle itself. */
  async function caseIdsOf(accountId: string): Promise<string[]> {
    const found = await reader
      .model(projections.circleMembers)
      .find({ accountId, status: 'active', view: 'shared' } as never)
      .lean()
    const projected = (found as unknown as CircleMember[]).map(({ caseId }) => caseId)
    return [...new Set([...projected, ...(joined.get(accountId) ?? [])])].sort()
  }

  return {
    mySharedCases: async (_request, { accountId }) => {
      const lineOf = async (caseId: string) => {
        const circle = await changes.fold(`case:${caseId}`)
        const member = membershipOf(circle, accountId, clock().toISOString())
        const patient = circle.get<PatientCase>('patientCase', caseId)?.after?.patient
        if (member?.view !== 'shared' || !patient) return []
        const { relation, addedAt: since, until } = member
        const { birthDate } = patient
        return [
          {
            ...{ caseId, patient: { name: patientName(patient), birthDate }, relation },
            ...{ stream: `shared:${caseId}`, since, until },
          },
        ]
      }
      const items = await Promise.all(
        (await caseIdsOf(accountId)).map(async (caseId) => {
          if ((await lineOf(caseId)).length === 0) return []
          await recordRead(accountId, caseId)
          // They may have left meanwhile.
          return lineOf(caseId)
        }),
      )
      return { items: items.flat() }
    },
  }
}
