/** What is done to the order of the day and to the cases on it. */
import type { MeetingSlot } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import type { HeldMeeting } from '../../../platform/agenda/meetingLists.ts'
import type { HeldItem } from '../../../platform/agenda/useMeetings.ts'
import { useMeetingWords } from '../../../platform/agenda/useMeetingWords.ts'
import { useAnnouncer } from '../../../platform/announcer.ts'
import { useErrorSentence } from '../../../platform/refusal.ts'
import { useSay } from '../../../platform/useSay.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import { useUndoToast } from '../../../ui/useUndoToast.ts'
import { useMeetingErrors } from '../useMeetingErrors.ts'

/** Call in setup. */
export function useAgendaActs() {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const words = useMeetingWords()
  const say = useSay()
  const announcer = useAnnouncer()
  const undoable = useUndoToast()
  const explain = useMeetingErrors()
  const sentence = useErrorSentence()

  /** @returns whether the server agreed; it is said where it did not */
  async function attempt(send: () => Promise<unknown>): Promise<boolean> {
    try {
      await send()
      return true
    } catch (error) {
      say(explain(error) ?? sentence(error))
      return false
    }
  }

  /** Shown at once. */
  const order = ({ id, meeting }: HeldMeeting, slots: MeetingSlot[]) => {
    const { teamId } = meeting
    const overlay = { stream: `team:${teamId}` as const, type: 'meeting', id, after: { ...meeting, slots } }
    return attempt(() =>
      workspace.send('meeting.order', { teamId, meetingId: id, slots }, { optimistic: [overlay] }),
    )
  }

  const schedule = ({ id }: HeldItem, meetingId: string | null, minutes: number) =>
    workspace.send('agenda.schedule', { agendaItemId: id, meetingId, minutes })

  /** Does something that can be taken back, and says so. */
  async function done(act: () => Promise<unknown>, said: string, undo: () => Promise<unknown>) {
    if (!(await attempt(act))) return
    announcer.announce(said)
    undoable(said, () => attempt(undo))
  }

  /** Its minutes on the agenda go with it. */
  const letWait = (held: HeldItem, minutes: number) =>
    done(
      () => schedule(held, null, minutes),
      t('meeting.agenda.letWaitDone', { name: workspace.nameOfCase(held.caseId) }),
      () => schedule(held, held.item.meetingId, minutes),
    )

  const add = (held: HeldItem, { id, meeting }: HeldMeeting) =>
    done(
      () => schedule(held, id, held.item.minutes),
      t('meeting.waiting.added', {
        name: workspace.nameOfCase(held.caseId),
        meeting: words.the(meeting),
      }),
      () => schedule(held, null, held.item.minutes),
    )

  const withdraw = (held: HeldItem) =>
    done(
      () => workspace.send('agenda.withdraw', { agendaItemId: held.id }),
      t('meeting.agenda.withdrawDone', { name: workspace.nameOfCase(held.caseId) }),
      () => schedule(held, held.item.meetingId, held.item.minutes),
    )

  return { attempt, done, order, letWait, add, withdraw }
}
