import { ref } from 'vue'
import { useRouter } from 'vue-router'
import { liveMeetingAddress } from '../../../platform/addresses.ts'
import type { HeldMeeting } from '../../../platform/agenda/meetingLists.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import { useAgendaActs } from '../agenda/useAgendaActs.ts'

/** Begins a meeting, and goes there. Call in setup. */
export function useBegin() {
  const router = useRouter()
  const workspace = useWorkspace()
  const { attempt } = useAgendaActs()
  const busy = ref(false)

  async function begin({ id, meeting }: HeldMeeting) {
    if (busy.value) return
    busy.value = true
    const hasBegun = await attempt(() =>
      workspace.send('meeting.start', { teamId: meeting.teamId, meetingId: id }),
    )
    busy.value = false
    if (hasBegun) await router.push(liveMeetingAddress(id))
  }

  return { busy, begin }
}
