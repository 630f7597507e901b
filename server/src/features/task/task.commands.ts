import {
  abandonTask,
  claimTask,
  completeTask,
  DomainError,
  holdTask,
  newTask,
  releaseTask,
  resumeTask,
  type Task,
} from '@colloque/domain'
import {
  decided,
  entity,
  requireEntity,
  type CommandContext,
  type CommandHandlers,
  type Rule,
} from '../../platform/commands.ts'
import { membershipOf } from '../care-circle/access.ts'

type Handlers = Pick<
  CommandHandlers,
  | 'task.create'
  | 'task.claim'
  | 'task.release'
  | 'task.hold'
  | 'task.resume'
  | 'task.complete'
  | 'task.abandon'
>

/** A transition of the published state machine, decided on the task as the stream holds it. */
const transition =
  (kind: string, taskId: string, step: (task: Task, context: CommandContext) => Task): Rule =>
  (context) => {
    const held = requireEntity(context.fold, 'task', taskId)
    return decided(kind, 'task', held, step(held.after, context))
  }

export const taskCommands: Handlers = {
  'task.create':
    (input) =>
    ({ actor, caseId, fold, now, newId }) => {
      if (input.forAccount !== undefined && !membershipOf(fold, input.forAccount)) {
        throw new DomainError('invalid', { field: 'forAccount', why: 'not_in_circle' })
      }
      if (input.messageId !== undefined) requireEntity(fold, 'message', input.messageId)
      const task = newTask({
        caseId,
        title: input.title,
        detail: input.detail ?? null,
        forProfession: input.forProfession ?? null,
        forAccount: input.forAccount ?? null,
        urgency: input.urgency ?? 'routine',
        dueAt: input.dueAt ?? null,
        messageId: input.messageId ?? null,
        createdBy: actor.accountId,
        createdAt: now,
      })
      return { kind: 'task.created', entities: [entity('task', newId(0), task)] }
    },
  'task.claim': ({ taskId }) =>
    transition('task.claimed', taskId, (task, { actor, now }) => claimTask(task, actor, now)),
  'task.release': ({ taskId, reason }) =>
    transition('task.released', taskId, (task, { actor }) => releaseTask(task, actor, reason)),
  'task.hold': ({ taskId, waitingFor }) =>
    transition('task.held', taskId, (task, { actor }) => holdTask(task, actor, waitingFor)),
  'task.resume': ({ taskId }) =>
    transition('task.resumed', taskId, (task, { actor }) => resumeTask(task, actor)),
  'task.complete': ({ taskId, note }) =>
    transition('task.completed', taskId, (task, { actor, now }) =>
      completeTask(task, actor, now, note ?? null),
    ),
  'task.abandon': ({ taskId, reason }) =>
    transition('task.abandoned', taskId, (task, { actor, now }) => abandonTask(task, actor, now, reason)),
}
