import {
  climbOverdue,
  DomainError,
  overdueSince,
  TASK_ESCALATION_AT_FIRST,
  type Account,
  type CareTeam,
  type PatientCase,
  type StreamName,
  type Task,
  type TaskEscalationSettings,
} from '@colloque/domain'
import { trusted } from 'mongoose'
import { v5 } from 'uuid'
import type { ChangeLog, Decide } from '../../platform/change-log/index.ts'
import { entity } from '../../platform/commands.ts'
import { circleOf, membersAround } from '../../platform/part.ts'
import { projections } from '../../platform/entity-projections.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import type { ProjectionReader } from '../../platform/reader.ts'

const PAGE = 500

/** Takes tasks that are overdue up the ladder of their author's team, one step at a run. */
export function overdueJob(parts: {
  changes: ChangeLog
  reader: ProjectionReader
  account(accountId: string): Promise<Account | undefined>
}): JobDefinition {
  const { changes, reader, account } = parts

  async function settingsOf(authorId: string): Promise<TaskEscalationSettings> {
    for (const teamId of (await account(authorId))?.teamIds ?? []) {
      const fold = await changes.fold(`team:${teamId}`)
      const team = fold.get<CareTeam>('careTeam', teamId)?.after
      if (team) return team.taskEscalation
    }
    return TASK_ESCALATION_AT_FIRST
  }

  /** What is due and free or held, whose next step is due or whose first may be. What waits for others is left. */
  async function* candidates(now: string): AsyncGenerator<Due> {
    for (let after = ''; ;) {
      const page = (await reader
        .model(projections.tasks)
        .find({
          _id: trusted({ $gt: after }),
          status: trusted({ $in: ['open', 'claimed'] }),
          dueAt: trusted({ $lte: now }),
          $or: [{ overdue: null }, { 'overdue.nextAt': trusted({ $lte: now }) }],
        } as never)
        .sort({ _id: 1 })
        .limit(PAGE)
        .lean()) as unknown as Due[]
      yield* page
      const last = page.at(-1)
      if (!last || page.length < PAGE) return
      after = last._id
    }
  }

  return {
    name: 'overdue',
    every: '1 minute',
    run: async (date) => {
      const now = date.toISOString()
      const known = new Map<string, TaskEscalationSettings>()
      for await (const { _id, stream, rev, caseId, createdBy, dueAt, overdue } of candidates(now)) {
        const settings = known.get(createdBy) ?? (await settingsOf(createdBy))
        known.set(createdBy, settings)
        const since = overdueSince({ dueAt }, settings)
        if (!overdue && (since === null || since > now)) continue
        const taken = overdue?.steps.length ?? 0
        await changes.fold(`case:${caseId}`)
        await changes.execute({
          stream,
          // The same on every node that saw the task so: a step is taken once.
          commandId: v5(`overdue ${rev}`, _id),
          by: 'system:overdue',
          input: { taskId: _id, dueAt, taken },
          decide: step(changes, _id, { dueAt, taken, settings }),
        })
      }
    },
  }
}

type Due = Pick<Task, 'caseId' | 'createdBy' | 'dueAt' | 'overdue'> & {
  readonly _id: string
  readonly stream: StreamName
  readonly rev: number
}

/** One step, decided on the task and the circle of this moment. */
function step(
  changes: ChangeLog,
  taskId: string,
  { dueAt, taken, settings }: { dueAt: string | null; taken: number; settings: TaskEscalationSettings },
): Decide {
  const unchanged = { unchanged: { type: 'task', id: taskId } }
  return (fold, { now }) => {
    const task = fold.get<Task>('task', taskId)?.after
    if (!task || (task.status !== 'open' && task.status !== 'claimed') || task.dueAt !== dueAt)
      return unchanged
    if ((task.overdue?.steps.length ?? 0) !== taken) return unchanged
    if (task.overdue && (task.overdue.nextAt === null || task.overdue.nextAt > now)) return unchanged
    const circle = circleOf(changes, fold)
    if (!circle) throw new DomainError('unavailable')
    const isClosed = circle.get<PatientCase>('patientCase', task.caseId)?.after?.status === 'closed'
    const members = membersAround(fold, circle)
    const overdue = isClosed
      ? { steps: task.overdue?.steps ?? [], nextAt: null }
      : climbOverdue({ task, members, settings, now })
    return {
      kind: isClosed ? 'task.ladderEnded' : 'task.wentOverdue',
      entities: [entity('task', taskId, { ...task, overdue })],
    }
  }
}
