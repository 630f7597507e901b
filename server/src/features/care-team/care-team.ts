import {
  DomainError,
  ESCALATION_AT_FIRST,
  SECURITY_AT_FIRST,
  TASK_ESCALATION_AT_FIRST,
  type CareTeam,
  type Conversation,
  type TeamMember,
} from '@colloque/domain'
import { v5, v7 } from 'uuid'
import type { ChangeLog } from '../../platform/change-log/index.ts'
import { entity } from '../../platform/commands.ts'
import type { QueryHandlers } from '../../platform/http/api.routes.ts'

export interface CareTeams {
  /** @returns the id of the new team */
  create(team: Pick<CareTeam, 'name'>, teamId?: string): Promise<string>
  /** Sees to it that each team has its conversation. */
  openConversations(teamIds: readonly string[]): Promise<void>
  /** Adds somebody to the team's directory; nothing happens where they are in it. */
  addMember(member: Omit<TeamMember, 'status' | 'siteIds'>): Promise<void>
  of(
    teamIds: readonly string[],
    accountId: string,
  ): Promise<(CareTeam & { id: string; administrator: boolean })[]>
}

/** The house and who works in it: set up by the administrator's commands, never a way into a case. */
export function createCareTeams(changes: ChangeLog): CareTeams {
  /** A team's conversation is found under the team's own id. */
  const openConversation = (teamId: string) =>
    changes.execute({
      stream: `conversation:${teamId}`,
      commandId: v5('open', teamId),
      by: 'system:setup',
      input: { teamId },
      decide: (fold, { now, newId }) => {
        const held = fold.all('conversation')[0]
        if (held) return { unchanged: { type: 'conversation', id: held.id } }
        const after: Conversation = {
          kind: 'team',
          teamId,
          memberIds: [],
          createdBy: 'system:setup',
          createdAt: now,
        }
        return { kind: 'conversation.opened', entities: [entity('conversation', newId(0), after)] }
      },
    })

  return {
    openConversations: async (teamIds) => {
      for (const teamId of teamIds) await openConversation(teamId)
    },
    create: async (named, teamId = v7()) => {
      const team: CareTeam = {
        name: named.name,
        escalation: ESCALATION_AT_FIRST,
        taskEscalation: TASK_ESCALATION_AT_FIRST,
        sites: [],
        security: SECURITY_AT_FIRST,
      }
      await changes.execute({
        stream: `team:${teamId}`,
        commandId: v5('create', teamId),
        by: 'system:setup',
        input: team,
        decide: () => ({ kind: 'team.created', entities: [entity('careTeam', teamId, team)] }),
      })
      await openConversation(teamId)
      return teamId
    },
    addMember: async (person) => {
      const { teamId, accountId } = person
      const member: TeamMember = { ...person, siteIds: [], status: 'active' }
      const id = v5(accountId, teamId)
      const held = (await changes.fold(`team:${teamId}`)).get<TeamMember>('teamMember', id)
      if (held?.after?.status === 'active') return
      await changes.execute({
        stream: `team:${teamId}`,
        // Once for each time that they come.
        commandId: v5(held ? `add ${accountId} after ${held.rev}` : `add ${accountId}`, teamId),
        by: 'system:setup',
        input: member,
        decide: (fold) => {
          if (!fold.get('careTeam', teamId)) throw new DomainError('not_found')
          return { kind: 'team.memberAdded', entities: [entity('teamMember', id, member)] }
        },
      })
    },
    of: async (teamIds, accountId) => {
      const teams = await Promise.all(
        teamIds.map(async (id) => {
          const fold = await changes.fold(`team:${id}`)
          const team = fold.get<CareTeam>('careTeam', id)?.after
          const member = fold.get<TeamMember>('teamMember', v5(accountId, id))?.after
          return team ? [{ id, ...team, administrator: member?.administrator ?? false }] : []
        }),
      )
      return teams.flat()
    },
  }
}

export function meQueries(parts: {
  teams: CareTeams
  account(accountId: string): Promise<{ teamIds: string[]; profession: string | null } | undefined>
}): Pick<QueryHandlers, 'me'> {
  return {
    me: async (_request, actor) => {
      const account = await parts.account(actor.accountId)
      if (!account) throw new DomainError('unauthenticated')
      return {
        ...account,
        teams: await parts.teams.of(account.teamIds, actor.accountId),
        professions: [account.profession],
      }
    },
  }
}
