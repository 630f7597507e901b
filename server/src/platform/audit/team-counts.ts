import { HOUSE_ZONE } from '@colloque/domain'
import type { mongo } from 'mongoose'
import { AUDIT_COLLECTION } from './audit-store.ts'

export interface MonthlyCount {
  /** YYYY-MM, in the house's zone. */
  readonly month: string
  readonly kind: string
  readonly count: number
}

const MONTH = {
  $dateToString: { date: { $toDate: '$at' }, format: '%Y-%m', timezone: HOUSE_ZONE },
}

/**
 * How often each kind of record was made by some people, by month: never in which case. `breakGlass.used` counts the
 * emergency accesses by which somebody read, each once a month.
 */
export async function monthlyCounts(
  db: mongo.Db,
  accountIds: readonly string[],
  kinds: readonly string[],
): Promise<MonthlyCount[]> {
  const audit = db.collection(AUDIT_COLLECTION, { readConcern: { level: 'majority' } })
  const accountId = { $in: [...accountIds] }
  const [counted, emergencies] = await Promise.all([
    audit
      .aggregate<{ _id: { month: string; kind: string }; count: number }>([
        { $match: { accountId, kind: { $in: [...kinds] } } },
        { $group: { _id: { month: MONTH, kind: '$kind' }, count: { $sum: 1 } } },
      ])
      .toArray(),
    audit
      .aggregate<{ _id: string; count: number }>([
        { $match: { accountId, kind: 'case.read', 'detail.breakGlass': { $exists: true } } },
        { $group: { _id: { month: MONTH, access: '$detail.breakGlass' } } },
        { $group: { _id: '$_id.month', count: { $sum: 1 } } },
      ])
      .toArray(),
  ])
  return [
    ...counted.map(({ _id, count }) => ({ ..._id, count })),
    ...emergencies.map(({ _id, count }) => ({ month: _id, kind: 'breakGlass.used', count })),
  ].sort((a, b) => b.month.localeCompare(a.month) || a.kind.localeCompare(b.kind))
}
