/**
 * The published state machine of a task: from each state, which steps may be taken, where each leads, and by whom.
 * Everything that asks whether somebody may do something with a task asks this table.
 */
import { DomainError } from './errors.ts'
import { isTaskFor, type Task, type TaskStatus, type Worker } from './task.ts'

export const TASK_ROLES = [
  /** Everybody of the circle. */
  'circle',
  /** Whoever asked for it. */
  'author',
  /** Those whom it is for: by name, by profession, or everybody. Of a joint task, whoever’s part is still to do. */
  'addressee',
  'holder',
  /** Whoever does it for the holder. */
  'delegate',
  /** Whom the holder has offered it to. */
  'receiver',
  /** Of a joint task, whoever’s part is still to do. */
  'partner',
  /** Whoever ended it, for a day. */
  'ender',
  /** Whoever could still say that what counts as missed was done. */
  'latecomer',
] as const
export type TaskRole = (typeof TASK_ROLES)[number]

/** What a single button does. */
export type TaskAct = 'claim' | 'release' | 'hold' | 'resume' | 'complete' | 'abandon'
export type TaskStep =
  TaskAct | 'reopen' | 'offer' | 'accept' | 'decline' | 'delegate' | 'logCall' | 'check' | 'update'

export interface TaskTransition {
  /** The states that it may lead to. Of several, the first is the rule; the second says why not. */
  readonly to: readonly TaskStatus[]
  readonly by: readonly TaskRole[]
}

const REOPEN = { to: ['claimed', 'open'], by: ['ender', 'author', 'latecomer'] } as const

export const TASK_TRANSITIONS = {
  open: {
    claim: { to: ['claimed'], by: ['addressee'] },
    // A joint task is not done before everybody’s part is.
    complete: { to: ['done', 'open'], by: ['addressee'] },
    abandon: { to: ['notDone'], by: ['author', 'addressee'] },
    check: { to: ['open'], by: ['partner'] },
    update: { to: ['open'], by: ['circle'] },
  },
  claimed: {
    release: { to: ['open'], by: ['holder'] },
    hold: { to: ['waiting'], by: ['holder', 'delegate'] },
    complete: { to: ['done', 'claimed'], by: ['holder', 'delegate', 'partner'] },
    abandon: { to: ['notDone'], by: ['author', 'holder'] },
    offer: { to: ['claimed'], by: ['holder'] },
    accept: { to: ['claimed'], by: ['receiver'] },
    decline: { to: ['claimed'], by: ['receiver', 'holder'] },
    delegate: { to: ['claimed'], by: ['holder', 'delegate'] },
    check: { to: ['claimed'], by: ['holder', 'delegate', 'partner'] },
    update: { to: ['claimed'], by: ['author', 'holder'] },
  },
  waiting: {
    release: { to: ['open'], by: ['holder'] },
    resume: { to: ['claimed'], by: ['holder', 'delegate'] },
    complete: { to: ['done', 'waiting'], by: ['holder', 'delegate', 'partner'] },
    abandon: { to: ['notDone'], by: ['author', 'holder'] },
    offer: { to: ['waiting'], by: ['holder'] },
    accept: { to: ['waiting'], by: ['receiver'] },
    decline: { to: ['waiting'], by: ['receiver', 'holder'] },
    delegate: { to: ['waiting'], by: ['holder', 'delegate'] },
    logCall: { to: ['waiting'], by: ['holder', 'delegate'] },
    check: { to: ['waiting'], by: ['holder', 'delegate', 'partner'] },
    update: { to: ['waiting'], by: ['author', 'holder'] },
  },
  done: { reopen: REOPEN },
  notDone: { reopen: REOPEN },
} as const satisfies Record<TaskStatus, Partial<Record<TaskStep, TaskTransition>>>

/** How long whoever ended a task may take that back. Its author always may. */
export const REOPEN_HOURS = 24

/**
 * What somebody is to a task.
 * @param now ISO instant; without it nothing is too late
 */
export function taskRolesOf(task: Task, worker: Worker, now?: string): Set<TaskRole> {
  const { accountId, profession } = worker
  const isHolder = task.claimed?.by === accountId
  const isInTime =
    now === undefined || Date.parse(now) - Date.parse(task.ended?.at ?? now) <= REOPEN_HOURS * 3_600_000
  const couldHave = task.claimed ? isHolder : isTaskFor(task, worker)
  const roles: Record<TaskRole, boolean> = {
    circle: true,
    author: task.createdBy === accountId,
    addressee: isTaskFor(task, worker),
    holder: isHolder,
    delegate: task.delegate?.accountId === accountId,
    receiver: task.handover?.to === accountId,
    partner: task.joint.some((part) => part.profession === profession && !part.done),
    ender: task.ended?.by === accountId && isInTime,
    latecomer: task.outcome === 'missed' && couldHave,
  }
  return new Set(TASK_ROLES.filter((role) => roles[role]))
}

const transitionOf = (task: Task, step: TaskStep): TaskTransition | undefined =>
  (TASK_TRANSITIONS[task.status] as Partial<Record<TaskStep, TaskTransition>>)[step]

/** Whether somebody may take a step with a task, as it stands. @param now ISO instant */
export function mayTakeStep(task: Task, step: TaskStep, worker: Worker, now?: string): boolean {
  const roles = taskRolesOf(task, worker, now)
  // Nobody does another profession's part, whoever holds the whole.
  if (step === 'complete' && task.joint.length > 0 && !roles.has('partner')) return false
  return transitionOf(task, step)?.by.some((role) => roles.has(role)) ?? false
}

/**
 * @throws conflict when the task’s state has no such step, or it is not this person’s to take
 * @throws already_claimed { by, at } when somebody else holds it; invalid when it is for another
 */
export function requireStep(task: Task, step: TaskStep, worker: Worker, now?: string): void {
  const { claimed, status } = task
  if (!transitionOf(task, step)) throw new DomainError('conflict', { status, act: step })
  if (mayTakeStep(task, step, worker, now)) return
  if (step === 'accept' || step === 'decline') throw new DomainError('conflict', { why: 'not_offered' })
  if (step === 'reopen') {
    const why = task.ended?.by === worker.accountId ? 'too_late' : 'not_yours'
    throw new DomainError(why === 'too_late' ? 'conflict' : 'invalid', { field: 'taskId', why })
  }
  if (task.joint.length > 0 && (status === 'open' || step === 'complete')) {
    const part = task.joint.find(({ profession }) => profession === worker.profession)
    if (part?.done) throw new DomainError('conflict', { why: 'part_done', ...part.done })
    throw new DomainError('invalid', { field: 'taskId', why: 'for_another' })
  }
  if (status === 'open') throw new DomainError('invalid', { field: 'taskId', why: 'for_another' })
  if (claimed && (step === 'complete' || step === 'abandon'))
    throw new DomainError('already_claimed', { ...claimed })
  throw new DomainError('conflict', { status, claimed })
}
