import {
  abandonTask,
  acceptTask,
  checkItem,
  claimTask,
  completeWith,
  declineTask,
  delegateTask,
  holdTask,
  logCall,
  offerTask,
  releaseTask,
  reopenTask,
  requireNotPast,
  requireStep,
  requireUnblocked,
  resumeTask,
  updateTask,
  type Measurement,
  type Task,
} from '@colloque/domain'
import {
  decided,
  entity,
  requireEntity,
  requireRev,
  type CommandContext,
  type CommandHandlers,
  type Rule,
} from '../../platform/commands.ts'
import { requirePermission } from '../care-circle/access.ts'
import { newPart } from './new-part.ts'
import { from } from './planned-task.ts'
import { requireFiles, requireWorker, taskFrom, tasksIn, updateFrom } from './task-input.ts'

type Handlers = Pick<CommandHandlers, Extract<keyof CommandHandlers, `task.${string}`>>

/** A step of the published state machine, decided on the task as the stream holds it. */
const step =
  (kind: string, taskId: string, take: (task: Task, context: CommandContext) => Task): Rule =>
  (context) => {
    const held = requireEntity(context.fold, 'task', taskId)
    return decided(kind, 'task', held, take(held.after, context))
  }

export const taskCommands: Handlers = {
  'task.create': (input) => (context) => {
    const part = newPart(input, context)
    if (!part)
      return {
        kind: 'task.created',
        entities: [entity('task', context.newId(0), taskFrom(input, context))],
      }
    // The first id is the part's own, which its stream is named by.
    const inside = from(context, 1)
    return {
      kind: 'task.created',
      entities: [
        entity('task', inside.newId(0), taskFrom(input, inside)),
        entity('part', context.newId(0), part),
      ],
    }
  },
  'task.update': (input) => (context) => {
    const held = requireEntity(context.fold, 'task', input.taskId)
    requireStep(held.after, 'update', context.actor)
    requireRev(held, input.rev)
    const update = updateFrom(input, held.after, context)
    return decided('task.updated', 'task', held, updateTask(held.after, context.actor, update))
  },

  'task.claim': ({ taskId }) =>
    step('task.claimed', taskId, (task, { actor, now }) => claimTask(task, actor, now)),
  'task.release': ({ taskId, reason }) =>
    step('task.released', taskId, (task, { actor }) => releaseTask(task, actor, reason)),
  'task.hold': ({ taskId, waitingFor, ...outsider }) =>
    step('task.held', taskId, (task, { actor, now }) => {
      requireNotPast('nextCallAt', outsider.nextCallAt, now)
      return holdTask(task, actor, waitingFor, outsider)
    }),
  'task.logCall': ({ taskId, result, note, nextCallAt }) =>
    step('task.callLogged', taskId, (task, { actor, now }) => {
      requireNotPast('nextCallAt', nextCallAt, now)
      const call = { by: actor.accountId, at: now, result, note: note ?? null }
      return logCall(task, actor, call, nextCallAt ?? null)
    }),
  'task.resume': ({ taskId }) => step('task.resumed', taskId, (task, { actor }) => resumeTask(task, actor)),
  'task.check': ({ taskId, itemId, done }) =>
    step('task.checked', taskId, (task, { actor, now }) => checkItem(task, actor, itemId, done, now)),

  'task.complete':
    ({ taskId, ...completion }) =>
    (context) => {
      const { actor, fold, now, newId } = context
      const { after: before } = requireEntity(fold, 'task', taskId)
      requireStep(before, 'complete', actor)
      requireUnblocked(before, tasksIn(fold))
      requireFiles(fold, completion.fileIds)
      const recorded = before.measurementIds.flatMap(
        (id) => fold.get<Measurement>('measurement', id)?.after?.kind ?? [],
      )
      const done = completeWith(before, completion, { taskId, worker: actor, at: now, recorded, newId })
      if (done.measurements.length > 0) requirePermission(context, 'measurement.record')
      return {
        kind: done.task.status === 'done' ? 'task.completed' : 'task.partCompleted',
        entities: [
          entity('task', taskId, done.task),
          ...done.measurements.map(({ id, after }) => entity('measurement', id, after)),
          ...done.worded.map(({ id, after }) => entity('wordedReading', id, after)),
        ],
      }
    },
  'task.abandon': ({ taskId, reason, outcome }) =>
    step('task.abandoned', taskId, (task, { actor, now }) => abandonTask(task, actor, now, reason, outcome)),
  'task.reopen': ({ taskId }) =>
    step('task.reopened', taskId, (task, { actor, now }) => reopenTask(task, actor, now)),

  'task.offer': ({ taskId, toAccount, note }) =>
    step('task.offered', taskId, (task, context) => {
      const { actor, now } = context
      requireStep(task, 'offer', actor)
      return offerTask(task, actor, requireWorker(context, 'toAccount', toAccount), note ?? null, now)
    }),
  'task.accept': ({ taskId }) =>
    step('task.accepted', taskId, (task, { actor, now }) => acceptTask(task, actor, now)),
  'task.decline': ({ taskId, reason }) =>
    step('task.declined', taskId, (task, { actor }) => declineTask(task, actor, reason)),
  'task.delegate': ({ taskId, toAccount }) =>
    step('task.delegated', taskId, (task, context) => {
      const { actor, now } = context
      requireStep(task, 'delegate', actor)
      const to = toAccount === null ? null : requireWorker(context, 'toAccount', toAccount)
      return delegateTask(task, actor, to, now)
    }),
}
