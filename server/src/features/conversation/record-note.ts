import type { ParsedInput } from '@colloque/contract'
import type { Measurement } from '@colloque/domain'
import { entity, type CommandContext } from '../../platform/commands.ts'
import type { DecidedEntity } from '../../platform/change-log/index.ts'
import { requirePermission } from '../care-circle/access.ts'
import type { Surroundings } from './surroundings.ts'
import { writeMessage } from './write-message.ts'

export type NoteInput = Omit<ParsedInput<'note.record'>, 'commandId' | 'caseId'>

/** Ids that a note takes: its own, and one for each reading. */
export const IDS_OF_A_NOTE = 13

/** A note, which comes first, and what was measured with it. */
export function recordNote(
  context: CommandContext,
  input: NoteInput,
  around: Surroundings,
): readonly [DecidedEntity, ...DecidedEntity[]] {
  const { actor, caseId, newId, now } = context
  const messageId = newId(0)
  if (input.readings?.length) requirePermission(context, 'measurement.record')
  const measurements = (input.readings ?? []).map(({ kind, value, value2 }, index) => {
    // What was noted offline was measured then, by the device's clock; never later than now.
    const takenAt = input.writtenAt !== undefined && input.writtenAt < now ? input.writtenAt : now
    const measurement: Measurement = {
      caseId,
      kind,
      value,
      value2: value2 ?? null,
      takenAt,
      takenBy: actor.accountId,
      messageId,
    }
    return entity('measurement', newId(index + 1), measurement)
  })
  const note = {
    ...writeMessage(context, input, { kind: 'note', threadId: null }, around),
    measurementIds: measurements.map(({ id }) => id),
  }
  return [entity('message', messageId, note), ...measurements]
}
