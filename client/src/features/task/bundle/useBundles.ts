import { offeredBundles, SHIPPED_BUNDLES, type OfferedBundle } from '@colloque/domain'
import { computed } from 'vue'
import { useWorkspace } from '../../../platform/useWorkspace.ts'

/** What the person's teams may start: their own bundles, and those that ship. Call in setup. */
export function useBundles() {
  const workspace = useWorkspace()

  const own = computed(() =>
    (workspace.account?.teamIds ?? []).flatMap((teamId) => workspace.listIn(`team:${teamId}`, 'taskBundle')),
  )
  const offered = computed<readonly OfferedBundle[]>(() =>
    offeredBundles(
      SHIPPED_BUNDLES,
      own.value.map(({ id, after }) => ({ ...after, id })),
    ),
  )
  /** By its id, whether or not it is still offered: tasks name the bundle that they came from. */
  const nameOf = (bundleId: string): string | undefined =>
    own.value.find(({ id }) => id === bundleId)?.after.name ??
    SHIPPED_BUNDLES.find(({ id }) => id === bundleId)?.name

  return { own, offered, nameOf }
}
