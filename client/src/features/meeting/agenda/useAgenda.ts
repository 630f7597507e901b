/** One meeting as the person sees it: its cases in order, what is missing, and what they may do with it. */
import { missingFor, type MeetingSlot, type Missing } from '@colloque/domain'
import { computed } from 'vue'
import { useMeetings, type HeldItem } from '../../../platform/agenda/useMeetings.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import { dayAt } from '../../../platform/wallTime.ts'
import { useWishes } from '../useWishes.ts'

export interface AgendaLine {
  readonly slot: MeetingSlot
  /** Undefined for a case of whose circle the person is not: that there is one is all they learn. */
  readonly held: HeldItem | undefined
  readonly missing: readonly Missing[]
}

export interface MissingOf {
  readonly held: HeldItem
  readonly missing: Missing
}

/** Of one kind, over all cases. */
export interface MissingGroup {
  readonly key: string
  readonly what: Missing['what']
  readonly profession: Missing['profession']
  readonly of: readonly MissingOf[]
}

/** Call in setup. */
export function useAgenda(meetingId: () => string) {
  const workspace = useWorkspace()
  const meetings = useMeetings()
  const wishes = useWishes()

  const held = computed(() => meetings.find(meetingId()))
  const meeting = computed(() => held.value?.meeting)
  const isPlanned = computed(() => meeting.value?.status === 'planned')
  /** Neither over nor cancelled. */
  const isOpen = computed(() => isPlanned.value || meeting.value?.status === 'live')
  /** Whoever called it, chairs it or coordinates may change it. */
  const mayKeep = computed(() => {
    const me = workspace.account
    if (!meeting.value || !me) return false
    const { called, chairId } = meeting.value
    return called.by === me.id || chairId === me.id || me.profession === 'coordinator'
  })

  function missingOf({ caseId, item }: HeldItem): Missing[] {
    if (!meeting.value || !isOpen.value || item.status !== 'proposed') return []
    return missingFor(item, {
      circle: workspace.list(caseId, 'circleMember').map(({ after }) => after),
      wishes: wishes.held(caseId),
      meeting: meeting.value,
      day: dayAt(new Date(meeting.value.startsAt)),
    })
  }

  const lines = computed<readonly AgendaLine[]>(() =>
    (meeting.value?.slots ?? []).map((slot) => {
      const own = meetings.items.value.get(slot.itemId)
      return { slot, held: own, missing: own ? missingOf(own) : [] }
    }),
  )
  /** What is missing, of one kind together: wishes first. */
  const groups = computed<readonly MissingGroup[]>(() => {
    const byKind = new Map<string, MissingGroup & { of: MissingOf[] }>()
    for (const { held: own, missing } of lines.value) {
      for (const one of missing) {
        const key = one.profession ?? one.what
        const group = byKind.get(key) ?? { key, what: one.what, profession: one.profession, of: [] }
        if (own) group.of.push({ held: own, missing: one })
        byKind.set(key, group)
      }
    }
    return [...byKind.values()].sort(
      (one, other) => Number(other.what === 'wish') - Number(one.what === 'wish'),
    )
  })
  /** The person's own cases that wait for a meeting. */
  const waiting = computed(() =>
    [...meetings.items.value.values()].filter(
      ({ item }) => item.status === 'proposed' && item.meetingId === null,
    ),
  )

  const { isRead } = meetings
  return { held, meeting, isRead, isPlanned, isOpen, mayKeep, lines, groups, waiting }
}
