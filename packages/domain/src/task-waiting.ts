/** A task that waits for somebody outside: the family, the hospital, a laboratory; and the calls to them. */
import { DomainError } from './errors.ts'
import type { Call } from './task-calls.ts'
import { requireStep } from './task-machine.ts'
import type { Task, Worker } from './task.ts'

/** Somebody without an account. */
export interface Outsider {
  readonly who?: string | undefined
  readonly phone?: string | undefined
  /** ISO instant. */
  readonly nextCallAt?: string | undefined
}

/** Waits for somebody or something outside. @throws conflict when this person does not hold it */
export function holdTask(task: Task, worker: Worker, waitingFor: string, outsider: Outsider = {}): Task {
  requireStep(task, 'hold', worker)
  const { who, phone, nextCallAt } = outsider
  const waiting = {
    for: waitingFor,
    who: who ?? null,
    phone: phone ?? null,
    nextCallAt: nextCallAt ?? null,
    calls: [],
  }
  return { ...task, status: 'waiting', waitingFor, waiting }
}

/** Takes a waiting task up again. @throws conflict when this person does not hold it */
export function resumeTask(task: Task, worker: Worker): Task {
  requireStep(task, 'resume', worker)
  return { ...task, status: 'claimed', waitingFor: null, waiting: null }
}

export const CALLS_MAX = 50

/**
 * Notes a call and when to call next; with no next call, nobody is to be called any more.
 * @throws conflict when the task does not wait, or is another’s
 */
export function logCall(task: Task, worker: Worker, call: Call, nextCallAt: string | null): Task {
  requireStep(task, 'logCall', worker)
  const { waiting } = task
  if (!waiting) throw new DomainError('conflict', { status: task.status, act: 'logCall' })
  if (waiting.calls.length >= CALLS_MAX)
    throw new DomainError('invalid', { field: 'taskId', why: 'too_many' })
  return { ...task, waiting: { ...waiting, nextCallAt, calls: [...waiting.calls, call] } }
}
