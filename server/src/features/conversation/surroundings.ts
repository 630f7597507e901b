import {
  ESCALATION_AT_FIRST,
  type Askable,
  type CareTeam,
  type CircleMember,
  type EscalationSettings,
  type PatientCase,
  type Reachable,
  type Schedule,
  type StreamName,
  type TeamMember,
} from '@colloque/domain'
import type { Actor } from '../../platform/actor.ts'
import type { ChangeLog, StreamFold } from '../../platform/change-log/index.ts'
import { conversationOf } from '../care-circle/access.ts'

/** What a message must know of the author's teams: who works when, and what the team has set. */
export interface Surroundings {
  readonly escalation: EscalationSettings
  /** Who is in the place of a fold, and when they work. */
  reachableIn(fold: StreamFold): Reachable
}

/** The same of the house that a case belongs to, for what nobody does by hand. */
export async function surroundingsOfCase(changes: ChangeLog, stream: StreamName): Promise<Surroundings> {
  const fold = await changes.fold(stream)
  const teamIds = fold.all<PatientCase>('patientCase').flatMap(({ after }) => after?.teamId ?? [])
  return surroundingsOf(changes, { teamIds })
}

/** Gathers it before a rule decides: the teams' streams are others than the one that is decided in. */
export async function surroundingsOf(
  changes: ChangeLog,
  { teamIds }: Pick<Actor, 'teamIds'>,
): Promise<Surroundings> {
  // As memory holds them: a schedule that changed within this second may be missed, a head read for each post not paid.
  const teams = await Promise.all(
    teamIds.map(async (id) => changes.cachedFold(`team:${id}`) ?? (await changes.fold(`team:${id}`))),
  )
  const statesOf = <T>(type: string): T[] =>
    teams.flatMap((team) => team.all<T>(type).flatMap(({ after }) => after ?? []))

  const membersOf = (fold: StreamFold): Askable[] => {
    const conversation = conversationOf(fold)
    if (!conversation) return fold.all<CircleMember>('circleMember').flatMap(({ after }) => after ?? [])
    return statesOf<TeamMember>('teamMember')
      .filter(({ accountId, teamId }) =>
        conversation.kind === 'team'
          ? teamId === conversation.teamId
          : conversation.memberIds.includes(accountId),
      )
      .map(({ accountId, profession, status }) => ({ accountId, profession, status, role: 'member' }))
  }
  return {
    get escalation() {
      return statesOf<CareTeam>('careTeam')[0]?.escalation ?? ESCALATION_AT_FIRST
    },
    reachableIn: (fold) => {
      const schedules = statesOf<Schedule>('schedule')
      return {
        members: membersOf(fold),
        schedulesOf: (accountId) => schedules.filter((schedule) => schedule.accountId === accountId),
      }
    },
  }
}
