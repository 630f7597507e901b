/** What a person may do with a task, asked of the domain's own rules: none is written here. */
import type { NewCommand } from '@colloque/sdk'
import {
  abandonTask,
  acceptTask,
  checkItem,
  claimTask,
  completeWith,
  declineTask,
  delegateTask,
  holdTask,
  isBlocked,
  logCall,
  mayTakeStep,
  offerTask,
  releaseTask,
  reopenTask,
  resumeTask,
  type FindTask,
  type Measurement,
  type Task,
  type TaskStep,
  type WordedReading,
  type Worker,
} from '@colloque/domain'
import { v4 as newId } from 'uuid'

export type { Worker } from '@colloque/domain'

export type Step = Exclude<TaskStep, 'update'>
/** What has a button; ticks stand beside their words. */
export type Act = Exclude<Step, 'check'>
/** What goes with a step: a reason, whom one waits for, what was measured. */
export type StepInput<Name extends Step> = Omit<NewCommand<`task.${Name}`>, 'taskId'>

interface Context {
  readonly taskId: string
  readonly worker: Worker
  /** ISO instant. */
  readonly at: string
  /** Somebody of the circle. @throws where they are not */
  workerOf(accountId: string): Worker
}

export interface Outcome {
  readonly task: Task
  readonly measurements: readonly { readonly id: string; readonly after: Measurement }[]
  readonly worded: readonly { readonly id: string; readonly after: WordedReading }[]
}

const alone = (task: Task): Outcome => ({ task, measurements: [], worded: [] })

const STEPS: { [Name in Step]: (task: Task, input: StepInput<Name>, context: Context) => Outcome } = {
  claim: (task, _input, { worker, at }) => alone(claimTask(task, worker, at)),
  release: (task, { reason }, { worker }) => alone(releaseTask(task, worker, reason)),
  hold: (task, { waitingFor, ...outsider }, { worker }) =>
    alone(holdTask(task, worker, waitingFor, outsider)),
  resume: (task, _input, { worker }) => alone(resumeTask(task, worker)),
  complete: (task, input, { taskId, worker, at }) =>
    // What was recorded before stands in the case; the server counts it.
    completeWith(task, input, {
      ...{ taskId, worker, at, newId: () => newId() },
      recorded: task.measurementIds.length > 0 ? task.records.map(({ kind }) => kind) : [],
    }),
  abandon: (task, { reason, outcome }, { worker, at }) =>
    alone(abandonTask(task, worker, at, reason, outcome ?? null)),
  reopen: (task, _input, { worker, at }) => alone(reopenTask(task, worker, at)),
  offer: (task, { toAccount, note }, { worker, at, workerOf }) =>
    alone(offerTask(task, worker, workerOf(toAccount), note ?? null, at)),
  accept: (task, _input, { worker, at }) => alone(acceptTask(task, worker, at)),
  decline: (task, { reason }, { worker }) => alone(declineTask(task, worker, reason)),
  delegate: (task, { toAccount }, { worker, at, workerOf }) =>
    alone(delegateTask(task, worker, toAccount === null ? null : workerOf(toAccount), at)),
  logCall: (task, { result, note, nextCallAt }, { worker, at }) =>
    alone(
      logCall(task, worker, { by: worker.accountId, at, result, note: note ?? null }, nextCallAt ?? null),
    ),
  check: (task, { itemId, done }, { worker, at }) => alone(checkItem(task, worker, itemId, done, at)),
}

/**
 * What the task, and what is measured with it, would be after the step.
 * @throws DomainError as the server would
 */
export const afterStep = <Name extends Step>(
  name: Name,
  task: Task,
  input: StepInput<Name>,
  context: Context,
): Outcome => STEPS[name](task, input, context)

/** The first that is allowed is the one that a single button offers. */
const ORDER: readonly Act[] = [
  'accept',
  'decline',
  'claim',
  'logCall',
  'resume',
  'complete',
  'hold',
  'offer',
  'delegate',
  'release',
  'abandon',
  'reopen',
]

export interface Moment {
  /** ISO instant. */
  readonly now: string
  /** Among the tasks of the case. */
  readonly find: FindTask
}

/** What this person may do, the likeliest first. */
export function allowedActs(task: Task, worker: Worker, { now, find }: Moment): Act[] {
  const allowed = ORDER.filter(
    (act) => mayTakeStep(task, act, worker, now) && isOfUse(act, task, worker, find),
  )
  // Whoever offered a task may take that back, and has likelier things to do.
  if (task.handover?.by !== worker.accountId) return allowed
  return [...allowed.filter((act) => act !== 'decline'), ...allowed.filter((act) => act === 'decline')]
}

function isOfUse(act: Act, task: Task, { accountId }: Worker, find: FindTask): boolean {
  switch (act) {
    case 'decline':
      return task.handover !== null
    case 'complete':
      return !isBlocked(task, find)
    case 'logCall':
      // Somebody to be called: what waits for a letter has no telephone.
      return (
        task.waiting !== null && (task.waiting.phone ?? task.waiting.who ?? task.waiting.nextCallAt) !== null
      )
    case 'delegate':
      return task.claimed?.by === accountId || task.delegate?.accountId === accountId
    default:
      return true
  }
}

/** Whether being done asks for more than a tap: something to measure or say, or a list that is not all ticked. */
export const asksToRecord = ({ records, measurementIds, observations, checklist }: Task): boolean =>
  (records.length > 0 && measurementIds.length + observations.length < records.length) ||
  checklist.some(({ done }) => !done)

/**
 * Whether somebody else may decide it first: then it is not shown as done before the server has answered. What one
 * holds, or does for its holder, nobody races for.
 */
export const isRace = (step: Step, task: Task, { accountId }: Worker): boolean =>
  step === 'claim' ||
  step === 'accept' ||
  (step !== 'decline' &&
    step !== 'reopen' &&
    task.claimed?.by !== accountId &&
    task.delegate?.accountId !== accountId)
