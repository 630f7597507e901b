/** What follows when somebody leaves a team: the circles that they are in as a colleague, and their way in. */
import {
  DomainError,
  holdsAt,
  parseStream,
  type Account,
  type BreakGlass,
  type Change,
  type CircleMember,
  type PatientCase,
  type TeamMember,
} from '@colloque/domain'
import { v5 } from 'uuid'
import type { ChangeLog, Decide, StreamFold } from '../../platform/change-log/index.ts'
import { membershipOf } from '../../platform/circle.ts'
import { entity } from '../../platform/commands.ts'
import { projections } from '../../platform/entity-projections.ts'
import type { Logger } from '../../platform/logger.ts'
import type { ProjectionReader } from '../../platform/reader.ts'
import { activeMembers, leaving } from '../care-circle/circle-changes.ts'
import { memberOf } from './team-members.ts'

interface Parts {
  readonly changes: ChangeLog
  readonly reader: ProjectionReader
  readonly clock: () => Date
  readonly logger: Logger
  /** The cases that somebody sees whole, with those that the projection does not know of yet. */
  casesOf(actor: { readonly accountId: string }): Promise<readonly string[]>
  readonly accounts: {
    find(accountId: string): Promise<Account | undefined>
    leaveTeam(accountId: string, teamId: string): Promise<void>
  }
  endSessions(accountId: string): Promise<unknown>
}

export interface TeamLeaving {
  /** How many cases nobody could open any more if somebody left a team. */
  lastIn(accountId: string, teamId: string): Promise<number>
  /** After a change to a team: called at least once for each. */
  follow(change: Change): Promise<void>
}

export function createTeamLeaving(parts: Parts): TeamLeaving {
  const { changes, reader, clock, logger, accounts } = parts
  const now = () => clock().toISOString()

  /** Every case in whose circle somebody is, whatever they see of it. */
  const circlesOf = async (accountId: string): Promise<string[]> => {
    const projected = await reader
      .model(projections.circleMembers)
      .find({ accountId, status: 'active' } as never)
      .lean()
    const seen = await parts.casesOf({ accountId })
    return [
      ...new Set([...(projected as unknown as CircleMember[]).map(({ caseId }) => caseId), ...seen]),
    ].sort()
  }

  async function leave({ accountId, teamId, left }: TeamMember, { seq }: Change): Promise<void> {
    // After a crash this is done again: whoever was asked back meanwhile stays.
    if (memberOf(await changes.fold(`team:${teamId}`), accountId)) return
    // First of all, so that nothing new is opened to them meanwhile.
    await accounts.leaveTeam(accountId, teamId)
    const teamIds = (await accounts.find(accountId))?.teamIds ?? []
    const caseIds = await circlesOf(accountId)
    for (const caseId of caseIds) {
      try {
        await changes.execute({
          stream: `case:${caseId}`,
          commandId: v5(`leave ${teamId} ${seq}`, v5(accountId, caseId)),
          by: 'system:team-leaving',
          input: { accountId, teamId },
          decide: leaveCircle(caseId, { accountId, teamIds, by: left?.by ?? accountId }),
        })
      } catch (error) {
        // Others left in the same moment: better one too many who sees the case than nobody who can.
        if (!(error instanceof DomainError) || error.code !== 'conflict') throw error
        logger.error({ caseId, accountId, teamId }, 'a former colleague is the last of a circle')
      }
    }
    const at = now()
    const folds = await Promise.all(caseIds.map((caseId) => changes.fold(`case:${caseId}`)))
    const isInACircle = folds.some((fold) => membershipOf(fold, accountId, at))
    if (teamIds.length === 0 && !isInACircle) await parts.endSessions(accountId)
  }

  return {
    lastIn: async (accountId, teamId) => {
      const { teamIds = [] } = (await accounts.find(accountId)) ?? {}
      const kept = teamIds.filter((id) => id !== teamId)
      const folds = await Promise.all((await circlesOf(accountId)).map((id) => changes.fold(`case:${id}`)))
      return folds.filter((fold) => isLast(fold, accountId, kept, now())).length
    },
    follow: async (change) => {
      if (parseStream(change.stream)?.kind !== 'team') return
      for (const { type, after } of change.entities) {
        const member = after as TeamMember | null
        if (type === 'teamMember' && member?.status === 'left') await leave(member, change)
      }
    },
  }
}

/** Whether somebody is in a circle as a colleague of a team that is none of theirs (any more). */
function goes(
  { basis }: CircleMember,
  patientCase: PatientCase | null | undefined,
  teamIds: readonly string[],
) {
  const isAsColleague = basis === 'team' || basis === 'replacement' || basis === 'emergency'
  return isAsColleague && !(patientCase && teamIds.includes(patientCase.teamId))
}

const caseIn = (fold: StreamFold) => fold.all<PatientCase>('patientCase')[0]?.after

/** Those who come and go by the clock do not keep a case open. */
const staysWith = ({ accountId, view, basis, until }: CircleMember) =>
  accountId !== null && view === 'case' && basis !== 'emergency' && until === null

function isLast(fold: StreamFold, accountId: string, teamIds: readonly string[], at: string): boolean {
  const own = activeMembers(fold).find(({ after }) => after.accountId === accountId && holdsAt(after, at))
  if (!own || own.after.view !== 'case' || own.after.basis === 'emergency') return false
  if (!goes(own.after, caseIn(fold), teamIds)) return false
  return !activeMembers(fold).some(({ id, after }) => id !== own.id && staysWith(after))
}

function leaveCircle(
  caseId: string,
  { accountId, teamIds, by }: { accountId: string; teamIds: readonly string[]; by: string },
): Decide {
  return (fold, { now }) => {
    const gone = activeMembers(fold).filter(
      ({ after }) => after.accountId === accountId && goes(after, caseIn(fold), teamIds),
    )
    if (gone.length === 0) return { unchanged: { type: 'patientCase', id: caseId } }
    const accesses = fold
      .all<BreakGlass>('breakGlass')
      .flatMap(({ id, after }) =>
        after && after.ended === null && gone.some((member) => member.id === after.memberId)
          ? [entity('breakGlass', id, { ...after, ended: { by, at: now } })]
          : [],
      )
    return {
      kind: 'circle.colleagueLeft',
      entities: [...gone.flatMap((member) => leaving(fold, member, { now, why: null })), ...accesses],
    }
  }
}
