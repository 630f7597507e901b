/** What a person may do with a task, asked of the domain's own transitions: no rule is written here. */
import {
  abandonTask,
  claimTask,
  completeTask,
  DomainError,
  holdTask,
  releaseTask,
  resumeTask,
  type Profession,
  type Task,
  type TaskAct,
} from '@colloque/domain'

export interface Worker {
  readonly accountId: string
  readonly profession: Profession
}

/** Words that go with an act: a reason, whom one waits for, a note. */
type Step = (task: Task, worker: Worker, at: string, words: string) => Task

const STEPS: Readonly<Record<TaskAct, Step>> = {
  claim: (task, worker, at) => claimTask(task, worker, at),
  complete: (task, worker, at, words) => completeTask(task, worker, at, words || null),
  resume: (task, worker) => resumeTask(task, worker),
  hold: (task, worker, _at, words) => holdTask(task, worker, words),
  release: (task, worker, _at, words) => releaseTask(task, worker, words),
  abandon: (task, worker, at, words) => abandonTask(task, worker, at, words),
}

/** The first that is allowed is the one that a single button offers. */
const ORDER: readonly TaskAct[] = ['claim', 'resume', 'complete', 'hold', 'release', 'abandon']

/**
 * The task as it would be after the act.
 * @param at ISO instant
 * @throws DomainError as the server would
 */
export const afterAct = (act: TaskAct, task: Task, worker: Worker, at: string, words: string): Task =>
  STEPS[act](task, worker, at, words)

/** What this person may do, the likeliest first. */
export function allowedActs(task: Task, worker: Worker): TaskAct[] {
  return ORDER.filter((act) => {
    try {
      return afterAct(act, task, worker, task.createdAt, '–').status !== task.status
    } catch (error) {
      if (error instanceof DomainError) return false
      throw error
    }
  })
}
