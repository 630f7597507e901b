import type { EntityState, TeamMember } from '@colloque/domain'
import type { StreamFold } from '../../platform/change-log/index.ts'

export type HeldTeamMember = EntityState<TeamMember> & { readonly after: TeamMember }

/** Who is in the team of a fold, those who have left apart. */
export const activeIn = (fold: StreamFold): HeldTeamMember[] =>
  fold.all<TeamMember>('teamMember').filter((held): held is HeldTeamMember => held.after?.status === 'active')

export const memberOf = (fold: StreamFold, accountId: string): HeldTeamMember | undefined =>
  activeIn(fold).find(({ after }) => after.accountId === accountId)
