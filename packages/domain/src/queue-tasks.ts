/** Which tasks wait for one person, and how urgently. */
import type { EntityState } from './change.ts'
import { isBlocked, type FindTask } from './task-order.ts'
import { isTaskEnded, isTaskFor, type Task, type Worker } from './task.ts'

export interface WaitingTask {
  readonly kind: 'task' | 'freeTask' | 'handover' | 'overdue'
  readonly band: 'urgent' | 'today' | 'later'
  readonly by: string
  readonly since: string
  readonly dueAt: string | null
}

/** Whether a task is in somebody's hands: they hold it, do it for its holder, or it is for them by name. */
export const isTaskOf = ({ claimed, delegate, forAccount }: Task, { accountId }: Worker): boolean =>
  claimed?.by === accountId || delegate?.accountId === accountId || (!claimed && forAccount === accountId)

/** Whether somebody may take a task that is for their profession, or do their profession's part of it. */
export function isTaskToTake(task: Task, worker: Worker): boolean {
  if (task.joint.length > 0) return isTaskFor(task, worker)
  return !task.claimed && !task.forAccount && task.forProfession !== null && isTaskFor(task, worker)
}

/**
 * How a task waits for somebody: offered to them, theirs, free for their profession, or overdue and asked of them by
 * the ladder.
 * @param endOfDay ISO instant: what is due, to be called or reminded of by then is for today
 */
export function taskWaitsFor(
  reader: Worker,
  task: Task,
  find: FindTask,
  endOfDay: string,
): WaitingTask | undefined {
  if (isTaskEnded(task)) return undefined
  const { handover, overdue, urgency, createdBy: by, createdAt: since } = task
  const isUrgent = urgency === 'urgent'
  const soon = isUrgent ? 'urgent' : 'today'
  if (handover?.to === reader.accountId)
    return { kind: 'handover', band: soon, by: handover.by, since: handover.at, dueAt: task.dueAt }
  const dueAt = task.waiting?.nextCallAt ?? task.dueAt
  const asked = overdue?.steps.find(({ accountIds }) => accountIds.includes(reader.accountId))
  const isMine = isTaskOf(task, reader)
  if (!isMine && !isTaskToTake(task, reader))
    return asked && { kind: 'overdue', band: soon, by, since: asked.at, dueAt }
  const waits = task.status === 'waiting' && !task.waiting?.nextCallAt
  const comes = [waits ? null : dueAt, task.remindAt].some((at) => at !== null && at <= endOfDay)
  const isNear = asked !== undefined || (comes && !isBlocked(task, find))
  const band = isUrgent ? 'urgent' : isNear ? 'today' : 'later'
  return { kind: isMine ? 'task' : 'freeTask', band, by, since, dueAt }
}

/** Finds tasks among the entities of one stream. */
export function findTaskIn(entities: Iterable<EntityState>): FindTask {
  const tasks = new Map<string, Task | null>()
  for (const { type, id, after } of entities) if (type === 'task') tasks.set(id, after as Task | null)
  return (id) => tasks.get(id)
}
