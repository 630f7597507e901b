/** A task goes to somebody else: handed over, which takes two, or done by a delegate for its holder. */
import { DomainError } from './errors.ts'
import { unheld } from './task-acts.ts'
import { requireStep } from './task-machine.ts'
import { isTaskEnded, isTaskFor, type Task, type Worker } from './task.ts'

/**
 * Offers a task to somebody; it stays the holder’s until they accept. Another offer takes the place of the first.
 * @throws conflict when this person does not hold it; invalid when it cannot be the receiver’s
 */
export function offerTask(task: Task, worker: Worker, to: Worker, note: string | null, at: string): Task {
  requireStep(task, 'offer', worker)
  requireAnother(worker, to)
  // By name it was for the holder: whom it goes to next is theirs to say.
  if (!isTaskFor({ ...task, forAccount: null }, to))
    throw new DomainError('invalid', { field: 'toAccount', why: 'for_another' })
  return { ...task, handover: { to: to.accountId, note, by: worker.accountId, at } }
}

/** @throws conflict when it was not offered to this person, or not any more */
export function acceptTask(task: Task, worker: Worker, at: string): Task {
  requireStep(task, 'accept', worker)
  return {
    ...task,
    claimed: { by: worker.accountId, at },
    forAccount: task.forAccount && worker.accountId,
    delegate: null,
    handover: null,
  }
}

/** The receiver does not take it, or the holder takes the offer back. @throws conflict when there is none */
export function declineTask(task: Task, worker: Worker, reason: string): Task {
  if (!task.handover) throw new DomainError('conflict', { why: 'not_offered' })
  requireStep(task, 'decline', worker)
  return { ...task, handover: null, reason }
}

/**
 * Somebody does it for the holder, whatever their profession: the holder goes on answering for it.
 * @param to null ends it, which the delegate may do too
 * @throws conflict when this person does not hold it
 */
export function delegateTask(task: Task, worker: Worker, to: Worker | null, at: string): Task {
  requireStep(task, 'delegate', worker)
  if (to === null) return task.delegate ? { ...task, delegate: null } : task
  if (task.claimed?.by !== worker.accountId)
    throw new DomainError('conflict', { status: task.status, claimed: task.claimed })
  requireAnother(worker, to)
  if (task.delegate?.accountId === to.accountId) return task
  return { ...task, delegate: { accountId: to.accountId, by: worker.accountId, at } }
}

/**
 * The task once somebody has left the circle: what they held is free, what was offered or delegated to them is not.
 * @returns the same object where they had nothing to do with it
 */
export function withoutPerson(task: Task, accountId: string): Task {
  if (isTaskEnded(task)) return task
  if (task.claimed?.by === accountId) return { ...task, ...unheld, status: 'open' }
  const { handover, delegate } = task
  if (handover?.to !== accountId && delegate?.accountId !== accountId) return task
  return {
    ...task,
    handover: handover?.to === accountId ? null : handover,
    delegate: delegate?.accountId === accountId ? null : delegate,
  }
}

function requireAnother(worker: Worker, { accountId }: Worker): void {
  if (worker.accountId === accountId)
    throw new DomainError('invalid', { field: 'toAccount', why: 'yourself' })
}
