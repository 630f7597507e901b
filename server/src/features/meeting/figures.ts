/** The figures of a team's meetings, counted over all its cases, told to each without what is not theirs to see. */
import {
  decisionState,
  DomainError,
  instantAt,
  meetingFigures,
  type CareTeam,
  type CountedMeeting,
  type CountedMinutes,
  type Decision,
  type FiledMinutes,
  type Meeting,
  type MeetingFigures,
  type StreamName,
  type Task,
  type TeamMember,
} from '@colloque/domain'
import { trusted } from 'mongoose'
import type { Actor } from '../../platform/actor.ts'
import type { ChangeLog, StreamFold } from '../../platform/change-log/index.ts'
import { professionalOf } from '../../platform/circle.ts'
import { projections } from '../../platform/entity-projections.ts'
import type { ProjectionReader } from '../../platform/reader.ts'

export interface FiguresOf {
  /** @throws not_found for a team that is not the actor's */
  (actor: Actor, teamId: string, year: number): Promise<MeetingFigures>
}

export function createMeetingFigures(parts: {
  readonly changes: ChangeLog
  readonly reader: ProjectionReader
  readonly clock: () => Date
}): FiguresOf {
  const { changes, reader, clock } = parts

  /** Where minutes of these meetings are filed, whoever may see them. */
  async function casesWithMinutes(meetingIds: readonly string[]): Promise<StreamName[]> {
    const filed = await reader
      .model(projections.filedMinutes)
      .find({ meetingId: trusted({ $in: meetingIds }) } as never, { stream: 1 })
      .lean()
    return [...new Set((filed as unknown as { stream: StreamName }[]).map(({ stream }) => stream))]
  }

  return async (actor, teamId, year) => {
    if (!actor.teamIds.includes(teamId)) throw new DomainError('not_found')
    const team = await changes.fold(`team:${teamId}`)
    const held = heldIn(team, year)
    const ids = new Set(held.map(({ id }) => id))
    const now = clock().toISOString()
    const folds = await Promise.all((await casesWithMinutes([...ids])).map((stream) => changes.fold(stream)))
    const filed = folds.flatMap((fold) => minutesIn(fold, ids, actor, now))
    const counted = team.all<CareTeam>('careTeam')[0]?.after?.patientCounts?.[String(year)] ?? null
    return meetingFigures(year, held, filed, counted)
  }
}

/** The meetings of a year, by the calendar of the house, that took place. */
function heldIn(team: StreamFold, year: number): CountedMeeting[] {
  const [begins, ends] = [instantAt(`${year}-01-01`, '00:00'), instantAt(`${year + 1}-01-01`, '00:00')]
  const professions = new Map(
    team
      .all<TeamMember>('teamMember')
      .flatMap(({ after }) => (after ? [[after.accountId, after.profession] as const] : [])),
  )
  return team.all<Meeting>('meeting').flatMap(({ id, after }) => {
    if (after?.status !== 'closed' || after.startsAt < begins || after.startsAt >= ends) return []
    const { title, startsAt, slots } = after
    const accountIds = [...new Set(after.attendance.map(({ accountId }) => accountId))]
    const attendance = accountIds.flatMap((accountId) => {
      const profession = professions.get(accountId)
      return profession ? [{ accountId, profession }] : []
    })
    return [{ id, title, startsAt, cases: slots.length, attendance }]
  })
}

function minutesIn(
  fold: StreamFold,
  meetingIds: ReadonlySet<string>,
  actor: Actor,
  now: string,
): CountedMinutes[] {
  const isVisible = professionalOf(fold, actor.accountId, now) !== undefined
  const findTask = (id: string) => fold.get<Task>('task', id)?.after ?? undefined
  return fold.all<FiledMinutes>('filedMinutes').flatMap(({ after }) => {
    if (!after || !meetingIds.has(after.meetingId)) return []
    const { meetingId, caseId, agendaItemId } = after
    const decisions = fold.all<Decision>('decision').flatMap((held) => {
      if (held.after?.agendaItemId !== agendaItemId) return []
      const state = decisionState(held.after, findTask, now)
      return state === 'withdrawn' ? [] : [state]
    })
    return [{ meetingId, caseId, agendaItemId, isVisible, decisions }]
  })
}
