import { computed } from 'vue'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import type { HeldProtocol } from './library.ts'

/** The protocols of the person's teams. Call in setup. */
export function useProtocols() {
  const workspace = useWorkspace()
  const teamIds = computed(() => workspace.account?.teamIds ?? [])

  const own = computed<readonly HeldProtocol[]>(() =>
    teamIds.value.flatMap((teamId) =>
      workspace
        .listIn(`team:${teamId}`, 'protocol')
        .map(({ id, rev, after }) => ({ id, rev, protocol: after })),
    ),
  )
  const find = (id: string): HeldProtocol | undefined => own.value.find((one) => one.id === id)
  /** Whether the team's stream has been read on this device: before that, an empty list says nothing. */
  const isRead = computed(() =>
    teamIds.value.every((teamId) => workspace.listIn(`team:${teamId}`, 'careTeam').length > 0),
  )

  return { own, find, isRead }
}
