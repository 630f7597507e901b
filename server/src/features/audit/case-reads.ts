import { AUDIT_WINDOW_MS } from '@colloque/domain'
import type { mongo } from 'mongoose'
import type { AuditTrail } from '../../platform/audit/index.ts'

/** Where reads lay before there was a trail. */
const FORMER = 'caseReads'
const MOVED_AT_ONCE = 256
const MAJORITY = { writeConcern: { w: 'majority', j: true } } as const

interface FormerRead {
  /** `<accountId> <caseId> <window>` */
  readonly _id: string
  readonly accountId: string
  readonly caseId: string
  readonly at: Date
}

/**
 * The record of reads, beside the log that is the record of writes: one for each actor, case and quarter of an hour,
 * on disk before the case is shown (PGSSI-S, référentiel d'imputabilité).
 */
export interface CaseReads {
  /** Moves what was recorded before there was a trail into it. */
  start(): Promise<void>
  record(accountId: string, caseId: string): Promise<void>
}

export function createCaseReads(options: {
  readonly db: mongo.Db
  readonly audit: Pick<AuditTrail, 'record' | 'recordPast'>
  /** The emergency access by which somebody reads a case, if it is by one. */
  emergencyOf?(accountId: string, caseId: string): Promise<string | undefined>
}): CaseReads {
  const { db, audit, emergencyOf } = options
  return {
    start: () => moveFormerReads(db.collection<FormerRead>(FORMER), audit),
    record: async (accountId, caseId) => {
      const breakGlass = await emergencyOf?.(accountId, caseId)
      await audit.record({
        ...{ trail: `case:${caseId}`, kind: 'case.read', accountId, sessionId: null, oncePerQuarter: true },
        ...(breakGlass === undefined ? {} : { detail: { breakGlass } }),
      })
    },
  }
}

/**
 * Each is on disk in the trail before it is taken from where it lay, and is recorded once however often this begins
 * anew, on several nodes too. A release from before the trail that still runs beside this one may add some: they are
 * moved at the next start.
 */
async function moveFormerReads(
  former: mongo.Collection<FormerRead>,
  audit: Pick<AuditTrail, 'recordPast'>,
): Promise<void> {
  for (;;) {
    const reads = await former.find().sort({ at: 1 }).limit(MOVED_AT_ONCE).toArray()
    if (reads.length === 0) return
    await Promise.all(
      reads.map(({ _id, accountId, caseId, at }) =>
        audit.recordPast({
          ...{ _id, v: 1, trail: `case:${caseId}`, kind: 'case.read', accountId, sessionId: null },
          at: at.toISOString(),
          detail: { from: FORMER },
          once: `case.read ${accountId} {} ${Math.floor(at.getTime() / AUDIT_WINDOW_MS)}`,
        }),
      ),
    )
    await former.deleteMany({ _id: { $in: reads.map(({ _id }) => _id) } }, MAJORITY)
  }
}
