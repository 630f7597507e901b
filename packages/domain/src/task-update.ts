/** What a task says, changed while it is to be done. */
import { DomainError } from './errors.ts'
import { requireStep } from './task-machine.ts'
import type { Task, Worker } from './task.ts'

export type TaskUpdate = Partial<
  Pick<
    Task,
    | 'title'
    | 'detail'
    | 'forProfession'
    | 'forAccount'
    | 'urgency'
    | 'dueAt'
    | 'window'
    | 'remindAt'
    | 'cardId'
    | 'fileIds'
    | 'checklist'
    | 'records'
    | 'dependsOn'
    | 'joint'
    | 'forPerson'
  >
>

const ADDRESSEE_FIELDS = ['forProfession', 'forAccount', 'joint'] as const

/**
 * Changes what a task says; a free one by anybody of the circle, one that is held by its author or its holder. With
 * another due date, reminders and the ladder of what is overdue begin anew.
 * @returns the same object when it says so already
 * @throws already_claimed when it would be for others while somebody holds it; conflict when it has ended
 */
export function updateTask(task: Task, worker: Worker, update: TaskUpdate): Task {
  requireStep(task, 'update', worker)
  const differs = (field: keyof TaskUpdate) =>
    update[field] !== undefined && JSON.stringify(update[field]) !== JSON.stringify(task[field])
  const fields = Object.keys(update) as (keyof TaskUpdate)[]
  if (!fields.some(differs)) return task
  if (task.claimed && ADDRESSEE_FIELDS.some(differs))
    throw new DomainError('already_claimed', { ...task.claimed })
  const isDueAnew = differs('dueAt') || differs('window')
  return {
    ...task,
    ...update,
    remindedAt: isDueAnew || differs('remindAt') ? null : task.remindedAt,
    overdue: isDueAnew ? null : task.overdue,
  }
}
