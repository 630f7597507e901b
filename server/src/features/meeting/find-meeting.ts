import { DomainError, parseStream, type AgendaItem, type Meeting } from '@colloque/domain'
import type { Actor } from '../../platform/actor.ts'
import type { ChangeLog } from '../../platform/change-log/index.ts'

/** @throws not_found when it is none of the actor's teams' */
export async function findMeeting(
  changes: ChangeLog,
  { teamIds }: Pick<Actor, 'teamIds'>,
  meetingId: string,
): Promise<Meeting> {
  const stream = await changes.locate(meetingId)
  const place = stream && parseStream(stream)
  if (!stream || place?.kind !== 'team' || !teamIds.includes(place.id))
    throw new DomainError('not_found', { type: 'meeting' })
  const held = (await changes.fold(stream)).get<Meeting>('meeting', meetingId)?.after
  if (!held) throw new DomainError('not_found', { type: 'meeting' })
  return held
}

/** The meeting that an agenda item is for, for whoever may read the item. @returns undefined where there is none */
export async function meetingOf(
  changes: ChangeLog,
  { meetingId }: Pick<AgendaItem, 'meetingId'>,
): Promise<Meeting | undefined> {
  const stream = meetingId === null ? undefined : await changes.locate(meetingId)
  if (!stream || meetingId === null) return undefined
  return (await changes.fold(stream)).get<Meeting>('meeting', meetingId)?.after ?? undefined
}
