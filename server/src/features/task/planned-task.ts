import type { PlannedItem, Task } from '@colloque/domain'
import type { CommandContext } from '../../platform/commands.ts'
import { taskFrom } from './task-input.ts'

/** Ids that a task takes: its own, and one for each item of its checklist. */
export const IDS_OF_A_TASK = 31

/** The context of one of several things that a command makes, with ids of its own from the n-th on. */
export const from = (context: CommandContext, n: number): CommandContext => ({
  actor: context.actor,
  fold: context.fold,
  circle: context.circle,
  among: context.among,
  member: context.member,
  now: context.now,
  caseId: context.caseId,
  newId: (index) => context.newId(n + index),
})

/** A task as a plan has it, checked as any other. @throws invalid */
export function plannedTask(item: Omit<PlannedItem, 'key' | 'after'>, context: CommandContext): Task {
  const { title, urgency, records, checklist } = item
  return taskFrom(
    {
      commandId: '',
      caseId: context.caseId,
      ...{ title, urgency, records, checklist },
      detail: item.detail ?? undefined,
      forProfession: item.forProfession ?? undefined,
      forAccount: item.forAccount ?? undefined,
      window: item.window ?? undefined,
      // A window says when it is due.
      dueAt: item.window ? undefined : (item.dueAt ?? undefined),
    },
    context,
  )
}
