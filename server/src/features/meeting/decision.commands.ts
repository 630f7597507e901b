import {
  DomainError,
  instantAt,
  isPersonAtTable,
  isTaskEnded,
  newTask,
  notNeeded,
  requireOwner,
  type Decision,
  type Owner,
  type Task,
} from '@colloque/domain'
import { professionalOf } from '../../platform/circle.ts'
import {
  decided,
  entity,
  requireEntity,
  type CommandContext,
  type CommandHandlers,
} from '../../platform/commands.ts'

type Handlers = Pick<CommandHandlers, 'decision.record' | 'decision.disagree' | 'decision.withdraw'>

/** Decisions become tasks in the change that records them: what nobody carries out would be no decision. */
export const decisionCommands: Handlers = {
  'decision.record':
    ({ agendaItemId, text, owner, dueOn, tell }) =>
    (context) => {
      const { actor, caseId, fold, now, newId } = context
      const { after: item } = requireEntity(fold, 'agendaItem', agendaItemId)
      if (item.status === 'withdrawn') throw new DomainError('conflict', { status: item.status })
      if (item.meetingId === null) throw new DomainError('conflict', { why: 'no_meeting' })
      requireSomebody(owner, 'owner', context)
      if (tell) requireSomebody(tell.owner, 'tell', context)
      else if (!isPersonAtTable(item))
        throw new DomainError('invalid', { field: 'tell', why: 'person_not_told' })
      const [taskId, tellTaskId] = [newId(1), tell ? newId(2) : null]
      const decision: Decision = {
        ...{ caseId, agendaItemId, meetingId: item.meetingId, text, owner, dueOn, taskId, tellTaskId },
        ...{ disagreements: [], made: { by: actor.accountId, at: now }, withdrawn: null },
      }
      return {
        kind: 'decision.recorded',
        entities: [
          entity('decision', newId(0), decision),
          entity('task', taskId, taskOf(text, owner, dueOn, context)),
          ...(tell && tellTaskId !== null
            ? [
                entity(
                  'task',
                  tellTaskId,
                  taskOf(`Dire à la personne : ${text}`, tell.owner, tell.dueOn, context),
                ),
              ]
            : []),
        ],
      }
    },

  'decision.disagree':
    ({ decisionId, text }) =>
    ({ actor, fold, now }) => {
      const held = requireEntity(fold, 'decision', decisionId)
      const disagreement = { by: actor.accountId, at: now, name: actor.name, text }
      return decided('decision.disagreed', 'decision', held, {
        ...held.after,
        disagreements: [...held.after.disagreements, disagreement].slice(-30),
      })
    },

  'decision.withdraw':
    ({ decisionId, reason }) =>
    ({ actor, fold, now }) => {
      const held = requireEntity(fold, 'decision', decisionId)
      if (held.after.withdrawn) return { unchanged: { type: 'decision', id: decisionId } }
      const done = { by: actor.accountId, at: now }
      const tasks = [held.after.taskId, held.after.tellTaskId].flatMap((id) => {
        const task = id === null ? undefined : fold.get<Task>('task', id)?.after
        return id !== null && task && !isTaskEnded(task)
          ? [entity('task', id, notNeeded(task, done, reason))]
          : []
      })
      const withdrawn = { ...done, reason }
      return {
        kind: 'decision.withdrawn',
        entities: [entity('decision', decisionId, { ...held.after, withdrawn }), ...tasks],
      }
    },
}

/** @throws invalid for nobody, and for somebody outside the circle */
function requireSomebody(owner: Owner, field: string, { circle, now }: CommandContext): void {
  requireOwner(owner, field)
  if (owner.accountId !== null && !professionalOf(circle, owner.accountId, now))
    throw new DomainError('invalid', { field, why: 'not_in_circle' })
}

const TITLE_MAX = 200

/** Due at the end of the working day. */
function taskOf(
  text: string,
  owner: Owner,
  dueOn: string | null,
  { actor, caseId, now }: CommandContext,
): Task {
  const [firstLine = ''] = text.split('\n')
  const title = firstLine.length > TITLE_MAX ? `${firstLine.slice(0, TITLE_MAX - 1)}…` : firstLine
  const detail = [title === text ? null : text, owner.outside && `Avec : ${owner.outside}`]
    .filter(Boolean)
    .join('\n')
  return newTask({
    ...{ caseId, title, createdBy: actor.accountId, createdAt: now, detail: detail || null },
    ...{ forAccount: owner.accountId, forProfession: owner.accountId === null ? owner.profession : null },
    dueAt: dueOn === null ? null : instantAt(dueOn, '18:00'),
  })
}
