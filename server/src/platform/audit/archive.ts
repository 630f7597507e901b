/** Puts what has been at hand for long enough into files, and only then takes it out of the database. */
import { basename, join } from 'node:path'
import type { AuditTrailName } from '@colloque/domain'
import type { mongo } from 'mongoose'
import { v7 as uuidv7 } from 'uuid'
import type { LogSink } from '../change-log/index.ts'
import type { JobDefinition } from '../jobs/index.ts'
import { verifyArchive, writeArchive, type ArchivedRun, type VerifiedRun } from './archive-file.ts'
import { AUDIT_COLLECTION } from './audit-store.ts'
import type { AuditTrail } from './audit-trail.ts'
import { EMPTY_TRAIL, type AuditRecord, type TrailHead } from './record.ts'

const MAJORITY = { writeConcern: { w: 'majority', j: true } } as const

/** Records of one trail that are due, as seen when it was asked. */
interface Due {
  readonly trail: AuditTrailName
  readonly before: TrailHead
  readonly to: number
}

/** @param monthsOf how long the records of a trail stay at hand */
export function archiveJob(options: {
  readonly db: mongo.Db
  readonly folder: string
  readonly audit: Pick<AuditTrail, 'record'>
  readonly logger: LogSink
  /** The least that any team may set, in months: what is younger is nobody's to archive. */
  readonly leastMonths: number
  monthsOf(trail: AuditTrailName): Promise<number>
}): JobDefinition {
  const { db, folder, audit, logger, leastMonths, monthsOf } = options
  const records = db.collection<AuditRecord>(AUDIT_COLLECTION, { readConcern: { level: 'majority' } })

  /** What of a trail is older than its time. A beginning alone is taken, so that no hole arises. */
  async function dueOf(trail: AuditTrailName, now: Date): Promise<Due | undefined> {
    const before = await finishLast(trail)
    const young = { trail, at: { $gte: monthsBefore(now, await monthsOf(trail)) } }
    const [first] = await records
      .find(young as never)
      .sort({ trail: 1, seq: 1 })
      .limit(1)
      .toArray()
    const old = { trail, ...(first ? { seq: { $lt: first.seq } } : {}) }
    // Where an archive ends is said at hand, and not archived for its own sake.
    if (!(await records.findOne({ ...old, kind: { $ne: 'trail.archived' } } as never))) return undefined
    const [last] = await records
      .find(old as never)
      .sort({ trail: 1, seq: -1 })
      .limit(1)
      .toArray()
    return last && last.seq > before.seq ? { trail, before, to: last.seq } : undefined
  }

  /** Takes away what an archive holds whose run did not come so far. @returns where the last archive ends */
  async function finishLast(trail: AuditTrailName): Promise<TrailHead> {
    const [last] = await records
      .find({ trail, kind: 'trail.archived' } as never)
      .sort({ trail: 1, seq: -1 })
      .limit(1)
      .toArray()
    if (!last) return EMPTY_TRAIL
    const before = { seq: Number(last.detail['to']), hash: String(last.detail['hash']) }
    await records.deleteMany({ trail, seq: { $lte: before.seq } } as never, MAJORITY)
    return before
  }

  async function* runs(due: readonly Due[]): AsyncGenerator<ArchivedRun> {
    for (const { trail, before, to } of due) {
      const range = { trail, seq: { $gt: before.seq, $lte: to } }
      yield { trail, before, records: records.find(range as never).sort({ trail: 1, seq: 1 }) }
    }
  }

  return {
    name: 'audit.archive',
    every: '24 hours',
    run: async (now) => {
      const due: Due[] = []
      const old = { at: { $lt: monthsBefore(now, leastMonths) } }
      const trails = records.aggregate<{ _id: AuditTrailName }>([
        { $match: old },
        { $group: { _id: '$trail' } },
      ])
      for await (const { _id } of trails) due.push(...[await dueOf(_id, now)].flatMap((one) => one ?? []))
      if (due.length === 0) return

      const path = join(folder, `trail-${now.toISOString().slice(0, 10)}-${uuidv7()}.ndjson.gz`)
      await writeArchive(path, runs(due))
      const archive = await verifyArchive(path)
      if (!archive.ok || !holdsAll(archive.runs, due)) {
        const where =
          archive.ok || archive.finding === 'damaged' ? {} : { trail: archive.trail, seq: archive.badSeq }
        logger.error({ file: basename(path), ...where }, 'an archive does not verify: nothing was taken away')
        return
      }
      for (const { trail, from, to, hash } of archive.runs) {
        const detail = { from, to, hash, file: basename(path), sha256: archive.sha256 }
        await audit.record({
          ...{
            trail: trail as AuditTrailName,
            kind: 'trail.archived',
            accountId: null,
            sessionId: null,
            detail,
          },
        })
        await records.deleteMany({ trail, seq: { $lte: to } } as never, MAJORITY)
      }
    },
  }
}

/** The first of the month, so many months ago (ISO): an archive is made once a month, not once a day. */
function monthsBefore(now: Date, months: number): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1)).toISOString()
}

function holdsAll(runs: readonly VerifiedRun[], due: readonly Due[]): boolean {
  return due.every(({ trail, before, to }) =>
    runs.some((run) => run.trail === trail && run.from === before.seq + 1 && run.to === to),
  )
}
