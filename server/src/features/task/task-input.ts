/** What is asked of a task, checked against its case: who and what it names must be there. */
import {
  DomainError,
  dueFrom,
  newTask,
  requireNotPast,
  requireOrder,
  type FindTask,
  type Profession,
  type Task,
  type TaskUpdate,
  type Worker,
} from '@colloque/domain'
import type { ParsedInput } from '@colloque/contract'
import type { StreamFold } from '../../platform/change-log/index.ts'
import { professionalOf } from '../../platform/circle.ts'
import { requireEntity, type CommandContext } from '../../platform/commands.ts'

export const tasksIn =
  (fold: StreamFold): FindTask =>
  (id) =>
    fold.get<Task>('task', id)?.after

/** Somebody of the circle, and of those who see it, who can be given a task. @throws invalid */
export function requireWorker(
  { circle, among, now }: Pick<CommandContext, 'circle' | 'among' | 'now'>,
  field: string,
  accountId: string,
): Worker {
  const profession = professionalOf(circle, accountId, now)?.profession
  if (!profession || among?.includes(accountId) === false)
    throw new DomainError('invalid', { field, why: 'not_in_circle' })
  return { accountId, profession }
}

export function requireFiles(fold: StreamFold, fileIds: readonly string[] | undefined): void {
  for (const fileId of fileIds ?? []) requireEntity(fold, 'file', fileId)
}

/**
 * A task as it is asked for.
 * @throws invalid, not_found
 */
export function taskFrom(input: ParsedInput<'task.create'>, context: CommandContext): Task {
  const { actor, caseId, circle, now, newId } = context
  // Whoever sees a part sees what is said in its case.
  if (input.messageId !== undefined) requireEntity(circle, 'message', input.messageId)
  const { title, messageId, planItem, detail, urgency, cardId, fileIds, records, dependsOn, remindAt } = input
  const task = newTask({
    ...{ caseId, title, messageId: messageId ?? null, cardId: cardId ?? null, detail: detail ?? null },
    ...(planItem === undefined ? {} : { planItem }),
    ...(input.forPerson === undefined ? {} : { forPerson: input.forPerson }),
    ...{ urgency: urgency ?? 'routine', remindAt: remindAt ?? null },
    ...{ fileIds: fileIds ?? [], records: records ?? [], dependsOn: dependsOn ?? [] },
    ...dueFrom(input, now),
    forProfession: input.forProfession ?? null,
    forAccount: input.forAccount ?? null,
    joint: partsOf(input.joint, []),
    checklist: (input.checklist ?? []).map((text, index) => ({ id: newId(index + 1), text, done: null })),
    createdBy: actor.accountId,
    createdAt: now,
  })
  requireSound(newId(0), task, task, context)
  return task
}

/** @throws invalid, not_found */
export function updateFrom(
  { commandId: _c, taskId, rev: _r, dueAt, window, joint, checklist, ...plain }: ParsedInput<'task.update'>,
  task: Task,
  context: CommandContext,
): TaskUpdate {
  const update: TaskUpdate = {
    ...(Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)) as TaskUpdate),
    ...(dueAt === undefined && window === undefined ? {} : dueFrom({ dueAt, window }, context.now, task)),
    ...(joint && { joint: partsOf(joint, task.joint) }),
    ...(checklist && { checklist: itemsOf(checklist, task, context) }),
  }
  requireSound(taskId, { ...task, ...update }, update, context)
  return update
}

/** @param asked what is new of it: only that must be there */
function requireSound(id: string, task: Task, asked: TaskUpdate, context: CommandContext): void {
  const { fold, now } = context
  if (asked.forAccount) requireWorker(context, 'forAccount', asked.forAccount)
  if (task.joint.length > 0 && (task.forProfession !== null || task.forAccount !== null))
    throw new DomainError('invalid', { field: 'joint', why: 'one_addressee' })
  requireDistinct(
    'joint',
    task.joint.map(({ profession }) => profession),
  )
  requireDistinct(
    'records',
    task.records.map(({ kind }) => kind),
  )
  requireFiles(fold, asked.fileIds)
  requireNotPast('remindAt', asked.remindAt, now)
  if (asked.dependsOn) requireOrder(id, asked.dependsOn, tasksIn(fold))
}

function requireDistinct(field: string, values: readonly string[]): void {
  if (new Set(values).size < values.length) throw new DomainError('invalid', { field, why: 'twice' })
}

/** The parts of a joint task; what is done of them stays done. */
const partsOf = (professions: readonly Profession[] | undefined, before: Task['joint']): Task['joint'] =>
  (professions ?? []).map(
    (profession) =>
      before.find((part) => part.profession === profession) ?? { profession, done: null, note: null },
  )

function itemsOf(
  items: readonly { id?: string | undefined; text: string }[],
  task: Task,
  { newId }: CommandContext,
): Task['checklist'] {
  requireDistinct(
    'checklist',
    items.flatMap(({ id }) => id ?? []),
  )
  return items.map(({ id, text }, index) => {
    if (id === undefined) return { id: newId(index + 1), text, done: null }
    const before = task.checklist.find((item) => item.id === id)
    if (!before) throw new DomainError('invalid', { field: 'checklist', why: 'unknown' })
    return { ...before, text }
  })
}
