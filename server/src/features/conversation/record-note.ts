import type { ParsedInput } from '@colloque/contract'
import { wordedReadings, WORDED_KINDS, type Measurement } from '@colloque/domain'
import { entity, type CommandContext } from '../../platform/commands.ts'
import type { DecidedEntity } from '../../platform/change-log/index.ts'
import { requirePermission } from '../care-circle/access.ts'
import type { Surroundings } from './surroundings.ts'
import { acknowledgedByAnswering, requireOpenThread, writeMessage } from './write-message.ts'

export type NoteInput = Omit<ParsedInput<'note.record'>, 'commandId' | 'caseId'>

/** Ids that a note takes: its own, one for each reading, and one for each thing said in words. */
export const IDS_OF_A_NOTE = 1 + 12 + WORDED_KINDS.length

/** A note, which comes first, with what was measured and said; in a thread it answers as any message does. */
export function recordNote(
  context: CommandContext,
  input: NoteInput,
  around: Surroundings,
): readonly [DecidedEntity, ...DecidedEntity[]] {
  const { actor, caseId, fold, newId, now } = context
  const messageId = newId(0)
  const { readings = [], observations = [] } = input
  if (readings.length > 0) requirePermission(context, 'measurement.record')
  const threadId = input.threadId === undefined ? null : requireOpenThread(fold, input.threadId).id
  // What was noted offline was measured then, by the device's clock; never later than now.
  const takenAt = input.writtenAt !== undefined && input.writtenAt < now ? input.writtenAt : now
  const came = { caseId, takenAt, takenBy: actor.accountId, messageId }
  const measurements = readings.map(({ kind, value, value2 }, index) => {
    const measurement: Measurement = { ...came, kind, value, value2: value2 ?? null }
    return entity('measurement', newId(1 + index), measurement)
  })
  const worded = wordedReadings(observations, { ...came, taskId: null }).map((reading, index) =>
    entity('wordedReading', newId(1 + readings.length + index), reading),
  )
  const note = {
    ...writeMessage(context, input, { kind: 'note', threadId }, around),
    measurementIds: measurements.map(({ id }) => id),
  }
  const noted = threadId === null ? [] : acknowledgedByAnswering(context, threadId)
  return [entity('message', messageId, note), ...measurements, ...worded, ...noted]
}
