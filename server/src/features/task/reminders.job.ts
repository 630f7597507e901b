import { DomainError, isTaskEnded, type PatientCase, type StreamName, type Task } from '@colloque/domain'
import { trusted } from 'mongoose'
import { v5 } from 'uuid'
import type { ChangeLog, Decide } from '../../platform/change-log/index.ts'
import { entity } from '../../platform/commands.ts'
import { projections } from '../../platform/entity-projections.ts'
import { circleOf } from '../../platform/part.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import type { ProjectionReader } from '../../platform/reader.ts'

const PAGE = 500

/** Writes on each task whose reminder is due that it was reminded of; whoever is to be told follows from that. */
export function remindersJob(changes: ChangeLog, reader: ProjectionReader): JobDefinition {
  return {
    name: 'reminders',
    every: '30 seconds',
    run: async (now) => {
      const due = (await reader
        .model(projections.tasks)
        .find({
          status: trusted({ $in: ['open', 'claimed', 'waiting'] }),
          remindAt: trusted({ $lte: now.toISOString() }),
          remindedAt: null,
        } as never)
        .sort({ remindAt: 1 })
        .limit(PAGE)
        .lean()) as unknown as Due[]
      for (const { _id, stream, rev, caseId, remindAt } of due) {
        await changes.fold(`case:${caseId}`)
        await changes.execute({
          stream,
          // The same on every node that saw the task so: it is reminded of once.
          commandId: v5(`remind ${rev}`, _id),
          by: 'system:reminders',
          input: { taskId: _id, remindAt },
          decide: remind(changes, _id, remindAt),
        })
      }
    },
  }
}

interface Due {
  readonly _id: string
  readonly stream: StreamName
  readonly rev: number
  readonly caseId: string
  readonly remindAt: string
}

/** Once for each time that somebody has set. In a case that is closed the reminder is taken off. */
function remind(changes: ChangeLog, taskId: string, remindAt: string): Decide {
  const unchanged = { unchanged: { type: 'task', id: taskId } }
  return (fold, { now }) => {
    const task = fold.get<Task>('task', taskId)?.after
    const circle = circleOf(changes, fold)
    if (!circle) throw new DomainError('unavailable')
    if (!task || isTaskEnded(task) || task.remindedAt !== null || task.remindAt !== remindAt) return unchanged
    const isClosed = circle.get<PatientCase>('patientCase', task.caseId)?.after?.status === 'closed'
    return isClosed
      ? { kind: 'task.reminderDropped', entities: [entity('task', taskId, { ...task, remindAt: null })] }
      : { kind: 'task.reminded', entities: [entity('task', taskId, { ...task, remindedAt: now })] }
  }
}
