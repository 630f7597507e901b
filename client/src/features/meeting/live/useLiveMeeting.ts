/** One meeting while it is held: where the table is, what the person looks at, and what moves the table on. */
import { turnTo, type Meeting } from '@colloque/domain'
import { computed, inject, provide, reactive, ref, watch, type InjectionKey } from 'vue'
import { useI18n } from 'vue-i18n'
import type { HeldItem } from '../../../platform/agenda/useMeetings.ts'
import { useAnnouncer } from '../../../platform/announcer.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import type { Step } from '../../../ui/stepByKey.ts'
import { useAgenda } from '../agenda/useAgenda.ts'
import { useAgendaActs } from '../agenda/useAgendaActs.ts'
import { newDecision, type DecisionDraft } from './decisionDraft.ts'
import { beside } from './liveOrder.ts'
import { participantsOf, seatsOf } from './seats.ts'

/**
 * Call in setup.
 * @param isWriting whether the person is in the middle of writing: what they look at then stays
 */
export function useLiveMeeting(meetingId: () => string, isWriting: () => boolean) {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const announcer = useAnnouncer()
  const agenda = useAgenda(meetingId)
  const { attempt, done } = useAgendaActs()
  const { held, meeting, lines } = agenda

  const isLive = computed(() => meeting.value?.status === 'live')
  /** The case that is talked over; null outside any. */
  const currentId = computed(() => meeting.value?.clock?.itemId ?? null)
  /** The case that the person looks at. */
  const shownId = ref<string | null>(currentId.value)
  /** Without a network the table would turn later, in the middle of something else. */
  const canAct = computed(() => isLive.value && workspace.connection.connected)

  const lineOf = (itemId: string | null) => lines.value.find(({ slot }) => slot.itemId === itemId)
  const isOver = (itemId: string) => lineOf(itemId)?.held?.item.status === 'discussed'
  function nameOf(itemId: string | null): string {
    if (itemId === null) return t('meeting.live.general.title')
    const own = lineOf(itemId)?.held
    return own ? workspace.nameOfCase(own.caseId) : t('meeting.hidden')
  }

  watch(currentId, (now, before) => {
    announcer.announce(t('meeting.live.turned', { name: nameOf(now) }))
    if (shownId.value === before && !isWriting()) shownId.value = now
  })
  // A case that leaves the agenda is no longer looked at.
  watch(
    () => shownId.value !== null && lines.value.length > 0 && !lineOf(shownId.value),
    (isGone) => {
      if (isGone) shownId.value = currentId.value
    },
  )

  const address = () => ({ teamId: meeting.value?.teamId ?? '', meetingId: meetingId() })

  /** The table turns, for everybody; shown at once. */
  async function turn(itemId: string | null) {
    if (!canAct.value || !meeting.value) return
    shownId.value = itemId
    if (itemId === currentId.value) return
    const after: Meeting = turnTo(meeting.value, itemId, new Date().toISOString())
    const { teamId, meetingId: id } = address()
    const overlay = { stream: `team:${teamId}` as const, type: 'meeting', id, after }
    await attempt(() =>
      workspace.send('meeting.turnTo', { teamId, meetingId: id, itemId }, { optimistic: [overlay] }),
    )
  }
  const besideCurrent = (by: Step) => beside(meeting.value?.slots ?? [], currentId.value, by, isOver)
  const nextId = computed(() => besideCurrent(1))
  const previousId = computed(() => besideCurrent(-1))
  async function step(by: Step) {
    const to = besideCurrent(by)
    if (to !== undefined) await turn(to)
  }

  const isHere = computed(() =>
    Boolean(
      meeting.value?.attendance.some(
        ({ accountId, to }) => accountId === workspace.account?.id && to === null,
      ),
    ),
  )
  const sendAttend = (isThere: boolean) => workspace.send('meeting.attend', { ...address(), isThere })
  /** One sits down, or leaves. */
  const attend = (isThere: boolean) =>
    done(
      () => sendAttend(isThere),
      t(isThere ? 'meeting.live.attend.here' : 'meeting.live.attend.left'),
      () => sendAttend(!isThere),
    )
  // Whoever is invited and opens the page sits down, once: who has left is asked, and not seated again.
  const sitsDown = computed(() => {
    const me = workspace.account?.id
    if (!canAct.value || !meeting.value || !me) return false
    const { attendance, invited, chairId } = meeting.value
    return (
      (chairId === me || invited.some(({ accountId }) => accountId === me)) &&
      !attendance.some(({ accountId }) => accountId === me)
    )
  })
  watch(sitsDown, (is) => is && void attend(true), { immediate: true })

  const present = computed(() =>
    (meeting.value?.attendance ?? []).flatMap(({ accountId, to }) => (to === null ? [accountId] : [])),
  )
  const seats = (own: HeldItem) =>
    seatsOf(
      own.item,
      workspace.circle(own.caseId).map(({ after }) => after),
      present.value,
    )

  /** The case is talked over; the table goes on to the next one. */
  async function conclude(own: HeldItem) {
    const participants = participantsOf(seats(own))
    await done(
      async () => {
        await workspace.send('agenda.conclude', { agendaItemId: own.id, participants })
        if (currentId.value === own.id) await turn(besideCurrent(1) ?? null)
      },
      t('meeting.live.over.said', { name: workspace.nameOfCase(own.caseId) }),
      () => sendResume(own),
    )
  }
  async function sendResume({ id }: HeldItem) {
    await workspace.send('agenda.resume', { agendaItemId: id })
    await turn(id)
  }
  /** It was ended by a slip, or something came up. */
  const resume = (own: HeldItem) => attempt(() => sendResume(own))

  /** What is half written of a decision stays when one looks at another case. */
  const drafts = reactive(new Map<string, DecisionDraft>())
  function draftOf(itemId: string): DecisionDraft {
    const draft = drafts.get(itemId) ?? newDecision()
    drafts.set(itemId, draft)
    return drafts.get(itemId) ?? draft
  }

  return {
    ...{ held, meeting, lines, isRead: agenda.isRead, mayKeep: agenda.mayKeep },
    ...{ isLive, canAct, currentId, shownId, lineOf, isOver, nameOf },
    ...{ turn, step, nextId, previousId, isHere, attend, present, seats, conclude, resume, draftOf },
  }
}

export type LiveMeeting = ReturnType<typeof useLiveMeeting>

const liveKey: InjectionKey<LiveMeeting> = Symbol('live meeting')

export const provideLive = (live: LiveMeeting) => provide(liveKey, live)

/** The meeting of the page. @throws outside one */
export function useLive(): LiveMeeting {
  const live = inject(liveKey)
  if (!live) throw new Error('This belongs inside LiveMeetingPage.')
  return live
}
