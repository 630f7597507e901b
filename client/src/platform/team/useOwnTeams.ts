import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { ADDRESSED } from '../addresses.ts'
import { useWorkspace } from '../useWorkspace.ts'

/** The teams of the person, as a choice offers them; those that this device holds. Call in setup. */
export function useOwnTeams() {
  const workspace = useWorkspace()
  return computed(() =>
    (workspace.account?.teamIds ?? []).flatMap((id) => {
      const team = workspace.listIn(`team:${id}`, 'careTeam')[0]
      return team ? [{ value: id, label: team.after.name }] : []
    }),
  )
}

/** The team that a page is about: the one that the address names, else the first. Call in setup. */
export function useTeamInAddress() {
  const workspace = useWorkspace()
  const [route, router] = [useRoute(), useRouter()]
  return computed({
    get: () => {
      const own = workspace.account?.teamIds ?? []
      return own.find((id) => id === route.query[ADDRESSED.team]) ?? own[0]
    },
    set: (id) => void router.replace({ query: { ...route.query, [ADDRESSED.team]: id } }),
  })
}
