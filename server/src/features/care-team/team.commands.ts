import {
  DomainError,
  isAllowedInTeam,
  type CareTeam,
  type EntityState,
  type TeamMember,
  type TeamSite,
} from '@colloque/domain'
import { isDeepStrictEqual } from 'node:util'
import type { StreamFold } from '../../platform/change-log/index.ts'
import { decided, requireEntity, type CommandHandlers } from '../../platform/commands.ts'
import { activeIn, memberOf } from './team-members.ts'

type Handlers = Pick<
  CommandHandlers,
  | 'team.rename'
  | 'team.setSites'
  | 'team.setMember'
  | 'team.removeMember'
  | 'team.setSecurity'
  | 'team.setPatientCount'
>

interface Circles {
  /** How many cases of a team nobody could open any more without this account. */
  lastIn(accountId: string, teamId: string): Promise<number>
}

/** What those who manage a team set: its name, its sites, who is in it, how its doors are kept. */
export function teamCommands({ lastIn }: Circles): Handlers {
  return {
    'team.rename':
      ({ teamId, name }) =>
      ({ fold }) =>
        changed('team.renamed', fold, teamId, { name }),

    'team.setPatientCount':
      ({ teamId, year, patients }) =>
      ({ actor, fold, now }) => {
        const before = requireEntity(fold, 'careTeam', teamId).after.patientCounts
        const counted = { patients, by: actor.accountId, at: now }
        return changed('team.patientsCounted', fold, teamId, {
          patientCounts: { ...before, [String(year)]: counted },
        })
      },

    'team.setSites':
      ({ teamId, sites }) =>
      ({ fold }) => {
        if (new Set(sites.map(({ id }) => id)).size < sites.length)
          throw new DomainError('invalid', { field: 'sites', why: 'twice' })
        requireUnused(fold, sites)
        return changed('team.sitesSet', fold, teamId, { sites })
      },

    'team.setMember': (input) => {
      const { siteIds, phone, administrator } = input
      return ({ fold }) => {
        const held = requireActive(fold, input.accountId)
        const known = requireEntity(fold, 'careTeam', input.teamId).after.sites.map(({ id }) => id)
        if (siteIds?.some((id) => !known.includes(id))) throw new DomainError('invalid', { field: 'siteIds' })
        const after: TeamMember = {
          ...held.after,
          ...(siteIds ? { siteIds: [...new Set(siteIds)] } : {}),
          ...(phone === undefined ? {} : { phone }),
          ...(administrator === undefined ? {} : { administrator }),
        }
        requireSomebodyManages(fold, held, after)
        return decided('team.memberSet', 'teamMember', held, same(held.after, after))
      }
    },

    'team.removeMember': async ({ teamId, accountId, reason }) => {
      const count = await lastIn(accountId, teamId)
      return ({ fold, actor, now }) => {
        const held = requireActive(fold, accountId)
        const after: TeamMember = {
          ...held.after,
          administrator: false,
          status: 'left',
          left: { by: actor.accountId, at: now, reason },
        }
        requireSomebodyManages(fold, held, after)
        // Whoever manages the team sees none of these cases: how many is all that they are told.
        if (count > 0) throw new DomainError('conflict', { why: 'last_of_circle', count })
        return decided('team.memberRemoved', 'teamMember', held, after)
      }
    },

    'team.setSecurity':
      ({ teamId, security }) =>
      ({ fold }) =>
        changed('team.securitySet', fold, teamId, { security }),
  }
}

function changed(kind: string, fold: StreamFold, teamId: string, set: Partial<CareTeam>) {
  const held = requireEntity(fold, 'careTeam', teamId)
  return decided(kind, 'careTeam', held, same(held.after, { ...held.after, ...set }))
}

/** The state that was there, where the new one is no other: nothing is appended then. */
const same = <State>(before: State, after: State): State =>
  isDeepStrictEqual(before, after) ? before : after

/** @throws not_found for somebody who is not in the team, or no longer */
function requireActive(fold: StreamFold, accountId: string) {
  const held = memberOf(fold, accountId)
  if (!held) throw new DomainError('not_found', { type: 'teamMember' })
  return held
}

/** @throws conflict with who works at a site that would go */
function requireUnused(fold: StreamFold, sites: readonly TeamSite[]): void {
  const kept = sites.map(({ id }) => id)
  const there = activeIn(fold).filter(({ after }) => after.siteIds.some((id) => !kept.includes(id)))
  if (there.length === 0) return
  const siteIds = there.flatMap(({ after }) => after.siteIds).filter((id) => !kept.includes(id))
  throw new DomainError('conflict', {
    why: 'site_in_use',
    siteIds: [...new Set(siteIds)],
    accountIds: there.map(({ after }) => after.accountId),
  })
}

/** @throws conflict when nobody would be left who may manage the team */
function requireSomebodyManages(fold: StreamFold, held: EntityState<TeamMember>, after: TeamMember): void {
  const manages = (member: TeamMember) => isAllowedInTeam(member, 'team.manage')
  if (!held.after || !manages(held.after) || manages(after)) return
  if (!activeIn(fold).some((other) => other.id !== held.id && manages(other.after)))
    throw new DomainError('conflict', { why: 'last_administrator' })
}
