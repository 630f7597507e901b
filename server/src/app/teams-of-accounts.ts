import type { CareTeam } from '@colloque/domain'
import type { ChangeLog } from '../platform/change-log/index.ts'

/** What signing in has to know of the teams that somebody is in. */
export interface TeamsOfAccounts {
  names(teamIds: readonly string[]): Promise<string[]>
  /** Whether one of them lets nobody in by a password alone. */
  requireSecondFactor(teamIds: readonly string[]): Promise<boolean>
}

export function createTeamsOfAccounts(changes: Pick<ChangeLog, 'fold'>): TeamsOfAccounts {
  const teamsOf = async (teamIds: readonly string[]) => {
    const teams = await Promise.all(
      teamIds.map(async (id) => (await changes.fold(`team:${id}`)).get<CareTeam>('careTeam', id)?.after),
    )
    return teams.filter((team) => team !== undefined && team !== null)
  }
  return {
    names: async (teamIds) => (await teamsOf(teamIds)).map(({ name }) => name),
    requireSecondFactor: async (teamIds) =>
      (await teamsOf(teamIds)).some(({ security }) => security?.secondFactorRequired),
  }
}
