/** The work behind a figure, as far as the reader may see it: each line leads there. */
import type { MeetingFigures, Profession } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { caseMinutesAddress, meetingAddress, taskAddress } from '../../../platform/addresses.ts'
import { useMeetings } from '../../../platform/agenda/useMeetings.ts'
import { useFormat } from '../../../platform/format.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import { useDecisionWords } from '../useDecisionWords.ts'

/** Which of the figures one looks behind; a profession, for its attendance. */
export type FigurePart = 'meetings' | 'patients' | 'decisions' | { readonly profession: Profession }

export interface WorkLine {
  readonly key: string
  readonly title: string
  readonly meta: string
  readonly to: string
}

export interface Work {
  readonly title: string
  /** What is counted, where that is not the lines. */
  readonly what?: string
  readonly lines: readonly WorkLine[]
  /** What else there is that the reader may not see; '' where that is nothing. */
  readonly hidden: string
}

/** Call in setup. */
export function useWorkBehind() {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const meetings = useMeetings()
  const format = useFormat()
  const decisionWords = useDecisionWords()

  const day = (instant: string) => format.value.day(instant)
  const heldOn = ({ meetings: held }: MeetingFigures, id: string) => {
    const meeting = held.find((one) => one.id === id)
    return meeting ? day(meeting.startsAt) : ''
  }
  const visible = ({ filed }: MeetingFigures) =>
    filed.flatMap(({ caseId, agendaItemId, meetingId }) =>
      caseId !== null && agendaItemId !== null ? [{ caseId, agendaItemId, meetingId }] : [],
    )

  const meetingsBehind = (figures: MeetingFigures): WorkLine[] =>
    figures.meetings.map(({ id, title, startsAt, cases, filed }) => ({
      ...{ key: id, title: `${day(startsAt)} · ${title}`, to: meetingAddress(id) },
      meta: t('meeting.figures.filedOf', { filed, of: cases }, cases),
    }))

  const minutesBehind = (figures: MeetingFigures): WorkLine[] =>
    visible(figures)
      .map(({ caseId, agendaItemId, meetingId }) => ({
        ...{ key: agendaItemId, to: caseMinutesAddress(caseId, agendaItemId) },
        ...{ title: workspace.nameOfCase(caseId), meta: heldOn(figures, meetingId) },
      }))
      .sort((one, other) => one.title.localeCompare(other.title))

  const decisionsBehind = (figures: MeetingFigures): WorkLine[] =>
    visible(figures).flatMap(({ caseId, agendaItemId }) =>
      workspace
        .list(caseId, 'decision')
        .filter(({ after }) => after.agendaItemId === agendaItemId && after.withdrawn === null)
        .map(({ id, after }) => ({
          ...{ key: id, to: taskAddress(after.taskId) },
          title: `${workspace.nameOfCase(caseId)} · ${after.text}`,
          meta: decisionWords.line(after),
        })),
    )

  /** Everybody of the team reads who came: the shell of a meeting says it. */
  const presencesBehind = (figures: MeetingFigures, profession: Profession): WorkLine[] =>
    figures.meetings.flatMap(({ id, title, startsAt }) => {
      const attendance = meetings.find(id)?.meeting.attendance ?? []
      const came = workspace.team.filter(
        (member) =>
          member.profession === profession &&
          attendance.some(({ accountId }) => accountId === member.accountId),
      )
      if (came.length === 0) return []
      const meta = [...new Set(came.map(({ name }) => name))].join(', ')
      return [{ key: id, title: `${day(startsAt)} · ${title}`, meta, to: meetingAddress(id) }]
    })

  function behind(figures: MeetingFigures, part: FigurePart): Work {
    if (typeof part === 'object') {
      const title = t('meeting.figures.presencesOf', { who: t(`platform.profession.${part.profession}`) })
      return { title, lines: presencesBehind(figures, part.profession), hidden: '' }
    }
    if (part === 'meetings')
      return { title: t('meeting.figures.meetings'), lines: meetingsBehind(figures), hidden: '' }
    const elsewhere = figures.filed.filter(({ caseId }) => caseId === null)
    if (part === 'patients') {
      const hidden = elsewhere.length ? t('meeting.figures.hiddenMinutes', elsewhere.length) : ''
      const { filed, distinctPatients: patients } = figures
      const what = t('meeting.figures.minutesFor', { patients }, filed.length)
      return { title: t('meeting.figures.patients'), what, lines: minutesBehind(figures), hidden }
    }
    const count = elsewhere.reduce((sum, { decisions }) => sum + decisions, 0)
    const hidden = count ? t('meeting.figures.hiddenDecisions', count) : ''
    return { title: t('meeting.figures.decisions'), lines: decisionsBehind(figures), hidden }
  }

  return { behind }
}
