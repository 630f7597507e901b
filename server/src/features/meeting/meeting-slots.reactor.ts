/**
 * Keeps the shell of a meeting and the cases put forward for it in step: they live in streams that different people
 * read. The shell learns the id of an item and the minutes that it asks for, and nothing else.
 */
import {
  addSlot,
  DomainError,
  parseStream,
  removeSlot,
  type AgendaItem,
  type Change,
  type ChangedEntity,
  type Meeting,
  type StreamName,
} from '@colloque/domain'
import type { ReactorCommand, ReactorDefinition } from '../../platform/change-log/index.ts'
import { entity } from '../../platform/commands.ts'

/** @param locate the stream that holds an entity */
export const meetingSlotsReactor = (
  locate: (id: string) => Promise<StreamName | undefined>,
): ReactorDefinition => ({
  name: 'meeting-slots',
  on: async (change) => {
    const kind = parseStream(change.stream)?.kind
    if (kind === 'case') return (await Promise.all(change.entities.map((one) => ofItem(one, locate)))).flat()
    if (kind === 'team')
      return (await Promise.all(change.entities.map((one) => ofMeeting(change, one, locate)))).flat()
    return []
  },
})

/** An item that is put on an agenda takes a slot there; one that goes elsewhere leaves it. */
async function ofItem(
  { type, id, after }: ChangedEntity,
  locate: (id: string) => Promise<StreamName | undefined>,
): Promise<ReactorCommand[]> {
  if (type !== 'agendaItem' || after === null) return []
  const { meetingId, minutes, status, formerMeetingId } = after as AgendaItem
  const commands: ReactorCommand[] = []
  const inMeeting = async (of: string, next: (meeting: Meeting) => Meeting) => {
    const stream = await locate(of)
    if (stream) commands.push({ stream, input: { item: id, meeting: of }, decide: changing(of, next) })
  }
  if (formerMeetingId && formerMeetingId !== meetingId)
    await inMeeting(formerMeetingId, (meeting) => removeSlot(meeting, id))
  if (meetingId && status === 'proposed')
    await inMeeting(meetingId, (meeting) => addSlot(meeting, { itemId: id, minutes }))
  if (meetingId && status === 'withdrawn') await inMeeting(meetingId, (meeting) => removeSlot(meeting, id))
  return commands
}

const changing =
  (id: string, next: (meeting: Meeting) => Meeting): ReactorCommand['decide'] =>
  (fold) => {
    const held = fold.get<Meeting>('meeting', id)?.after
    if (!held) throw new DomainError('not_found', { type: 'meeting' })
    const after = next(held)
    return after === held
      ? { unchanged: { type: 'meeting', id } }
      : { kind: 'meeting.slotsChanged', entities: [entity('meeting', id, after)] }
  }

/** What a meeting did not come to waits for the next one. */
async function ofMeeting(
  { at }: Change,
  { type, id, after }: ChangedEntity,
  locate: (id: string) => Promise<StreamName | undefined>,
): Promise<ReactorCommand[]> {
  if (type !== 'meeting' || after === null) return []
  const { slots, closed, cancelled } = after as Meeting
  if (closed?.at !== at && cancelled?.at !== at) return []
  const commands: ReactorCommand[] = []
  for (const { itemId } of slots) {
    const stream = await locate(itemId)
    if (stream) commands.push({ stream, input: { item: itemId, meeting: id }, decide: waiting(itemId, id) })
  }
  return commands
}

const waiting =
  (itemId: string, meetingId: string): ReactorCommand['decide'] =>
  (fold) => {
    const item = fold.get<AgendaItem>('agendaItem', itemId)?.after
    if (item?.status !== 'proposed' || item.meetingId !== meetingId)
      return { unchanged: { type: 'agendaItem', id: itemId } }
    const after: AgendaItem = { ...item, meetingId: null, formerMeetingId: meetingId, spoken: [] }
    return { kind: 'agenda.waits', entities: [entity('agendaItem', itemId, after)] }
  }
