import { join } from 'node:path'
import { parseStream, type CareTeam, type PatientCase } from '@colloque/domain'
import type { mongo } from 'mongoose'
import { archiveJob, createAnchorExport, type AnchorExport } from '../platform/audit/index.ts'
import type { JobDefinition } from '../platform/jobs/index.ts'
import type { Parts } from './parts.ts'

/** As domain's `TeamSecurity` has them: the least that a team may choose, and what it starts with. */
const LEAST_MONTHS = 6
const MONTHS_AT_FIRST = 12

/** What of the audit is kept in a folder outside the database: where the chains end, and old records of the trail. */
export function auditFiles(
  { audit, changes, accounts, clock, logger }: Parts,
  { db, folder }: { readonly db: mongo.Db; readonly folder: string },
): { readonly jobs: readonly JobDefinition[]; readonly keepHeads: AnchorExport['export'] } {
  const monthsOfTeam = async (teamId: string): Promise<number> => {
    const fold = await changes.fold(`team:${teamId}`)
    return fold.get<CareTeam>('careTeam', teamId)?.after?.security.auditMonths ?? MONTHS_AT_FIRST
  }
  /** A case's are its team's to say, an account's whichever of its teams keeps them longest. */
  const teamsOf = async (trail: string): Promise<readonly string[]> => {
    const parsed = parseStream(trail)
    if (parsed?.kind === 'case') {
      const fold = await changes.fold(`case:${parsed.id}`)
      const teamId = fold.get<PatientCase>('patientCase', parsed.id)?.after?.teamId
      return teamId ? [teamId] : []
    }
    const [, accountId] = /^account:(.+)$/.exec(trail) ?? []
    return (accountId && (await accounts.find(accountId))?.teamIds) || []
  }
  const anchors = createAnchorExport({ db, folder, clock, logger })
  const archive = archiveJob({
    ...{ db, audit, logger, folder: join(folder, 'archive'), leastMonths: LEAST_MONTHS },
    monthsOf: async (trail) => {
      const months = await Promise.all((await teamsOf(trail)).map(monthsOfTeam))
      return months.length === 0 ? MONTHS_AT_FIRST : Math.max(...months)
    },
  })
  return { jobs: [anchors.job, archive], keepHeads: anchors.export }
}
