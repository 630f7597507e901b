/** Who takes a task, gives it back, and how it ends. */
import { DomainError } from './errors.ts'
import { requireStep } from './task-machine.ts'
import { isTaskEnded, type NotDoneOutcome, type Task, type Worker } from './task.ts'
import type { DoneBy } from './values.ts'

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
  requireStep(task, 'claim', worker)
  return {
    ...task,
    status: 'claimed',
    claimed: { by: worker.accountId, at },
    firstClaimedAt: task.firstClaimedAt ?? at,
  }
}

/** As nobody has it: what only its holder had begun is over. */
export const unheld = { claimed: null, delegate: null, handover: null, waitingFor: null, waiting: null }

/** Gives a task back, with the reason. @throws conflict when this person does not hold it */
export function releaseTask(task: Task, worker: Worker, reason: string): Task {
  requireStep(task, 'release', worker)
  return { ...task, ...unheld, status: 'open', reason }
}

/**
 * Done. A free task may be completed without being claimed first: it is claimed in the same act. Of a joint task this
 * is the part of one’s profession; it is done with the last of them.
 * @throws already_claimed when somebody else holds it; conflict when it has ended, or one’s part has been done
 */
export function completeTask(task: Task, worker: Worker, at: string, note: string | null): Task {
  requireStep(task, 'complete', worker)
  const done = { by: worker.accountId, at }
  const joint = task.joint.map((part) =>
    part.profession === worker.profession ? { ...part, done, note } : part,
  )
  if (joint.some((part) => !part.done)) return { ...task, joint }
  return {
    ...ended(task, done),
    joint,
    claimed: task.claimed ?? done,
    firstClaimedAt: task.firstClaimedAt ?? at,
    status: 'done',
    outcome: 'done',
    note,
  }
}

/** Nothing is waited for, offered or asked for any more. */
const ended = (task: Task, by: DoneBy): Task => ({
  ...task,
  handover: null,
  waitingFor: null,
  waiting: null,
  overdue: task.overdue && { ...task.overdue, nextAt: null },
  ended: by,
})

/**
 * Will not be done: refused by the person, no longer needed. By whoever holds it, made it, or could take it.
 * @throws already_claimed when somebody else holds it
 */
export function abandonTask(
  task: Task,
  worker: Worker,
  at: string,
  reason: string,
  outcome: NotDoneOutcome | null = null,
): Task {
  requireStep(task, 'abandon', worker)
  return { ...ended(task, { by: worker.accountId, at }), status: 'notDone', outcome, reason }
}

/**
 * Takes an end back, to whoever held it. What was recorded stays recorded.
 * @param now ISO instant
 * @throws invalid when it was ended by another; conflict when that was more than a day ago, or it has not ended
 */
export function reopenTask(task: Task, worker: Worker, now: string): Task {
  requireStep(task, 'reopen', worker, now)
  const { ended: last, claimed } = task
  const joint = task.joint.map((part) =>
    part.done && last && part.done.by === last.by && part.done.at === last.at
      ? { ...part, done: null, note: null }
      : part,
  )
  const status = claimed ? 'claimed' : 'open'
  return { ...task, status, joint, ended: null, outcome: null, note: null, reason: null }
}
