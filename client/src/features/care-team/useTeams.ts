import { isAllowedInTeam, type CareTeam } from '@colloque/domain'
import { computed } from 'vue'
import { useWorkspace } from '../../platform/useWorkspace.ts'

export interface HeldTeam {
  readonly id: string
  readonly team: CareTeam
  /** Whether the person may change what the team has set, and who is in it. */
  readonly manages: boolean
  readonly administers: boolean
}

/** The person's teams, as far as this device holds them. Call in setup. */
export function useTeams() {
  const workspace = useWorkspace()
  return computed<readonly HeldTeam[]>(() =>
    (workspace.account?.teamIds ?? []).flatMap((id) => {
      const held = workspace.listIn(`team:${id}`, 'careTeam')[0]
      const own = workspace.team.find(
        (member) => member.teamId === id && member.accountId === workspace.account?.id,
      )
      if (!held) return []
      const manages = own !== undefined && isAllowedInTeam(own, 'team.manage')
      return [{ id, team: held.after, manages, administers: manages && own.administrator }]
    }),
  )
}
