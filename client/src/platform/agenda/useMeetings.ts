import type { AgendaItem } from '@colloque/domain'
import { computed } from 'vue'
import { useClock } from '../clock.ts'
import { useWorkspace } from '../useWorkspace.ts'
import { pastOf, toComeOf, type HeldMeeting } from './meetingLists.ts'

/** A case put forward, of whose circle the person is. */
export interface HeldItem {
  readonly id: string
  readonly caseId: string
  readonly item: AgendaItem
}

/** The meetings of the person's teams, and the cases put forward for them that the person may read. Call in setup. */
export function useMeetings() {
  const workspace = useWorkspace()
  const now = useClock()

  const all = computed<readonly HeldMeeting[]>(() =>
    (workspace.account?.teamIds ?? []).flatMap((teamId) =>
      workspace
        .listIn(`team:${teamId}`, 'meeting')
        .map(({ id, rev, after }) => ({ id, rev, meeting: after })),
    ),
  )
  const toCome = computed(() => toComeOf(all.value, now.value))
  const past = computed(() => pastOf(all.value, now.value))
  const items = computed(
    () =>
      new Map(
        workspace.cases.flatMap(({ id: caseId }) =>
          workspace
            .list(caseId, 'agendaItem')
            .map(({ id, after }): [string, HeldItem] => [id, { id, caseId, item: after }]),
        ),
      ),
  )
  /** Before that, that there is none says nothing. */
  const isRead = computed(
    () => workspace.ready && (workspace.team.length > 0 || workspace.account?.teamIds.length === 0),
  )
  const find = (id: string | null) => all.value.find((held) => held.id === id)

  return { all, toCome, past, items, find, isRead }
}
