/** What a proposal would do to the treatment, by the rules that the server decides with: seen before it is accepted. */
import {
  addedLine,
  changedLine,
  pillboxTasks,
  type ChangedLine,
  type FollowingTask,
  type Medication,
  type TreatmentChange,
} from '@colloque/domain'

interface HeldLine {
  readonly id: string
  readonly after: Medication
}

export interface Preview {
  readonly lines: readonly ChangedLine[]
  /** Tasks that the answer makes: whoever fills a pill organiser is told. */
  readonly tasks: readonly FollowingTask[]
  /** Changes that can no longer be made: the line was stopped, or is paused already. */
  readonly impossible: readonly TreatmentChange[]
}

/**
 * @param all every line of the treatment as it is now
 * @param by account of whoever would accept it
 * @param at ISO instant
 */
export function previewChanges(
  changes: readonly TreatmentChange[],
  all: readonly HeldLine[],
  by: string,
  at: string,
): Preview {
  const lines: ChangedLine[] = []
  const impossible: TreatmentChange[] = []
  for (const [index, change] of changes.entries()) {
    const line = previewLine(change, all, by, at, `new-${index}`)
    if (!line) impossible.push(change)
    // To change what is so already changes nothing.
    else if (line.after !== line.before) lines.push(line)
  }
  const changedIds = new Set(lines.map(({ id }) => id))
  const after = [
    ...all.filter(({ id }) => !changedIds.has(id)),
    ...lines.map(({ id, after: state }) => ({ id, after: state })),
  ]
  return { lines, tasks: pillboxTasks(lines, after, by), impossible }
}

function previewLine(
  change: TreatmentChange,
  all: readonly HeldLine[],
  by: string,
  at: string,
  newId: string,
): ChangedLine | undefined {
  if (change.act === 'add') {
    return { id: newId, before: undefined, after: addedLine(change, '', { by, at }) }
  }
  const before = all.find(({ id }) => id === change.medicationId)?.after
  if (!before) return undefined
  try {
    return { id: change.medicationId, before, after: changedLine(before, change, { by, at, reason: '' }) }
  } catch {
    // Stopped or paused since it was proposed: the rules say no, as the server would.
    return undefined
  }
}
