import { HOUSE_ZONE, type AuditKind } from '@colloque/domain'
import type { mongo } from 'mongoose'
import { AUDIT_COLLECTION } from './audit-store.ts'
import { CHAINS } from './heads.ts'

/** What one person did in a case on one day of the house's zone. */
export interface DayOfPerson {
  readonly day: string
  readonly accountId: string
  readonly firstAt: string
  readonly lastAt: string
  readonly reads: number
  readonly writes: number
  readonly exports: number
  readonly refused: number
  readonly emergency: boolean
}

const MAJORITY = { readConcern: { level: 'majority' } } as const
const EXPORTS: readonly AuditKind[] = ['case.exported', 'accesses.exported']
const REFUSED: readonly AuditKind[] = ['document.refused', 'write.refused', 'breakGlass.refused']
const SEEN: readonly AuditKind[] = ['case.read', ...EXPORTS, ...REFUSED]
const ISO_UTC = '%Y-%m-%dT%H:%M:%S.%LZ'

const dayOf = (date: object | string) => ({
  $dateToString: { date, format: '%Y-%m-%d', timezone: HOUSE_ZONE },
})
const ofSomebody = { $not: /^system:/ }
const firstAndLast = { firstAt: { $min: '$at' }, lastAt: { $max: '$at' } }
const countOf = (kinds: readonly AuditKind[]) => ({ $sum: { $cond: [{ $in: ['$kind', kinds] }, 1, 0] } })

/**
 * Who read and wrote a case: out of its trail, its log, what it shares, and its board and plan. Not out of its narrowed
 * tasks, whose writers are theirs to know. The latest day first.
 */
export async function caseActivity(db: mongo.Db, caseId: string): Promise<DayOfPerson[]> {
  const [streams] = CHAINS.log
  const seen = db.collection(AUDIT_COLLECTION, MAJORITY).aggregate<Found>([
    { $match: { trail: `case:${caseId}`, kind: { $in: SEEN }, accountId: { $ne: null } } },
    {
      $group: {
        _id: { day: dayOf({ $toDate: '$at' }), accountId: '$accountId' },
        ...firstAndLast,
        reads: countOf(['case.read']),
        exports: countOf(EXPORTS),
        refused: countOf(REFUSED),
        emergency: { $max: { $gt: ['$detail.breakGlass', null] } },
      },
    },
  ])
  const decided = db.collection(streams, MAJORITY).aggregate<Found>([
    { $match: { stream: { $in: [`case:${caseId}`, `shared:${caseId}`] }, by: ofSomebody } },
    {
      $group: {
        _id: { day: dayOf({ $toDate: '$at' }), accountId: '$by' },
        ...firstAndLast,
        writes: { $sum: 1 },
      },
    },
  ])
  const documents = { $in: [`case/${caseId}/board`, `case/${caseId}/plan`] }
  const typed = db
    .collection('board_batches', MAJORITY)
    .aggregate<Found>([
      { $match: { doc: documents } },
      { $project: { at: 1, by: { $setUnion: '$updates.by' } } },
      { $unwind: '$by' },
      { $match: { by: ofSomebody } },
      { $set: { day: dayOf('$at'), at: { $dateToString: { date: '$at', format: ISO_UTC } } } },
      { $group: { _id: { day: '$day', accountId: '$by' }, ...firstAndLast, writes: { $sum: 1 } } },
    ])
  const found = await Promise.all([seen.toArray(), decided.toArray(), typed.toArray()])
  const days = new Map<string, DayOfPerson>()
  for (const { _id, ...one } of found.flat()) {
    const key = `${_id.day} ${_id.accountId}`
    days.set(key, added(days.get(key), { ...NOTHING, ..._id, ...one }))
  }
  return [...days.values()].sort((a, b) =>
    a.day === b.day ? a.accountId.localeCompare(b.accountId) : b.day.localeCompare(a.day),
  )
}

/** Since when (ISO) what a case's trail holds is at hand; null where it holds nothing. */
export async function trailSince(db: mongo.Db, caseId: string): Promise<string | null> {
  const [first] = await db
    .collection<{ at: string }>(AUDIT_COLLECTION, MAJORITY)
    .find({ trail: `case:${caseId}` } as never)
    .sort({ trail: 1, seq: 1 })
    .limit(1)
    .toArray()
  return first?.at ?? null
}

type Found = { readonly _id: { readonly day: string; readonly accountId: string } } & Pick<
  DayOfPerson,
  'firstAt' | 'lastAt'
> &
  Partial<DayOfPerson>

const NOTHING = { reads: 0, writes: 0, exports: 0, refused: 0, emergency: false }

function added(one: DayOfPerson | undefined, other: DayOfPerson): DayOfPerson {
  if (!one) return other
  return {
    ...one,
    firstAt: one.firstAt < other.firstAt ? one.firstAt : other.firstAt,
    lastAt: one.lastAt > other.lastAt ? one.lastAt : other.lastAt,
    reads: one.reads + other.reads,
    writes: one.writes + other.writes,
    exports: one.exports + other.exports,
    refused: one.refused + other.refused,
    emergency: one.emergency || other.emergency,
  }
}
