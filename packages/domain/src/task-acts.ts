import { DomainError } from './errors.ts'
import { isTaskEnded, isTaskFor, type Task, type TaskStatus, type Worker } from './task.ts'

/** The published state machine: from each status, what may be done and where it leads. */
export const TASK_TRANSITIONS = {
  open: { claim: 'claimed', abandon: 'notDone' },
  claimed: { release: 'open', hold: 'waiting', complete: 'done', abandon: 'notDone' },
  waiting: { release: 'open', resume: 'claimed', complete: 'done', abandon: 'notDone' },
  done: {},
  notDone: {},
} as const satisfies Record<TaskStatus, Partial<Record<TaskAct, TaskStatus>>>
export type TaskAct = 'claim' | 'release' | 'hold' | 'resume' | 'complete' | 'abandon'

function next(task: Task, act: TaskAct): TaskStatus {
  const allowed: Partial<Record<TaskAct, TaskStatus>> = TASK_TRANSITIONS[task.status]
  const status = allowed[act]
  if (!status) throw new DomainError('conflict', { status: task.status, act })
  return status
}

/**
 * Takes a task. Taking what one holds already changes nothing.
 * @throws already_claimed { by, at } when somebody else holds it
 * @throws invalid when it is for another person or profession; conflict when it has ended
 */
export function claimTask(task: Task, worker: Worker, at: string): Task {
  if (task.claimed && !isTaskEnded(task)) {
    if (task.claimed.by === worker.accountId) return task
    throw new DomainError('already_claimed', { ...task.claimed })
  }
  const status = next(task, 'claim')
  if (!isTaskFor(task, worker)) throw new DomainError('invalid', { field: 'taskId', why: 'for_another' })
  return { ...task, status, claimed: { by: worker.accountId, at } }
}

function requireHolder(task: Task, worker: Worker): void {
  if (task.claimed?.by !== worker.accountId) {
    throw new DomainError('conflict', { status: task.status, claimed: task.claimed })
  }
}

/** Gives a task back, with the reason. @throws conflict when this person does not hold it */
export function releaseTask(task: Task, worker: Worker, reason: string): Task {
  const status = next(task, 'release')
  requireHolder(task, worker)
  return { ...task, status, claimed: null, waitingFor: null, waiting: null, reason }
}

/** Waits for somebody or something outside. @throws conflict when this person does not hold it */
export function holdTask(task: Task, worker: Worker, waitingFor: string): Task {
  const status = next(task, 'hold')
  requireHolder(task, worker)
  return {
    ...task,
    status,
    waitingFor,
    waiting: { for: waitingFor, who: null, phone: null, nextCallAt: null, calls: [] },
  }
}

/** Takes a waiting task up again. @throws conflict when this person does not hold it */
export function resumeTask(task: Task, worker: Worker): Task {
  const status = next(task, 'resume')
  requireHolder(task, worker)
  return { ...task, status, waitingFor: null, waiting: null }
}

/**
 * Done. A free task may be completed without being claimed first: it is claimed in the same act.
 * @throws already_claimed when somebody else holds it; conflict when it has ended
 */
export function completeTask(task: Task, worker: Worker, at: string, note: string | null): Task {
  const held = claimTask(task, worker, at)
  return {
    ...held,
    status: next(held, 'complete'),
    waitingFor: null,
    waiting: null,
    ended: { by: worker.accountId, at },
    note,
  }
}

/**
 * Will not be done: refused by the person, no longer needed. By whoever holds it, made it, or could take it.
 * @throws already_claimed when somebody else holds it
 */
export function abandonTask(task: Task, worker: Worker, at: string, reason: string): Task {
  const status = next(task, 'abandon')
  const mine = task.createdBy === worker.accountId || task.claimed?.by === worker.accountId
  if (task.claimed && !mine) throw new DomainError('already_claimed', { ...task.claimed })
  if (!mine && !isTaskFor(task, worker))
    throw new DomainError('invalid', { field: 'taskId', why: 'for_another' })
  return { ...task, status, waitingFor: null, waiting: null, ended: { by: worker.accountId, at }, reason }
}
