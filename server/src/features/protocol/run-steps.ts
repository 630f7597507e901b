/** What a run asks for next, as entities of its case: new tasks, tasks that are brought forward, the run after it. */
import {
  advanceRun,
  dueFromNow,
  isTaskEnded,
  taskOfStep,
  type EntityState,
  type ProtocolRun,
  type RunEvent,
  type Task,
} from '@colloque/domain'
import type { DecidedEntity, StreamFold } from '../../platform/change-log/index.ts'
import { entity } from '../../platform/commands.ts'

/** Ids that one step may take: its task, and one for each item of its checklist. */
const IDS_OF_A_STEP = 31

export interface Making {
  /** ISO instant. */
  readonly now: string
  newId(n: number): string
}

/** @returns nothing where the event means nothing to the run */
export function stepsAfter(
  fold: StreamFold,
  held: { readonly id: string; readonly after: ProtocolRun },
  event: RunEvent,
  { now, newId }: Making,
): DecidedEntity[] {
  const open = openTasks(fold, held.id)
  const { run, due } = advanceRun(
    held.after,
    event,
    new Map(open.map(({ after }) => [after.run?.step ?? '', after.dueAt])),
  )
  const made: { key: string; taskId: string; at: string }[] = []
  const tasks = due.map((one, index) => {
    const moved = open.find(({ after }) => after.run?.step === one.step.key)
    if (moved) return entity('task', moved.id, { ...moved.after, ...dueFromNow(one, now), overdue: null })
    const taskId = newId(index * IDS_OF_A_STEP)
    made.push({ key: one.step.key, taskId, at: now })
    const itemId = (n: number) => newId(index * IDS_OF_A_STEP + 1 + n)
    const { caseId, started } = held.after
    return entity(
      'task',
      taskId,
      taskOfStep(one, { id: held.id, caseId }, { by: started.by, at: now, itemId }),
    )
  })
  if (run === held.after && made.length === 0) return tasks
  const steps = [...run.steps, ...made].slice(-1_000)
  return [entity('protocolRun', held.id, { ...run, steps }), ...tasks]
}

/** The tasks of a run that have not ended. */
export const openTasks = (fold: StreamFold, runId: string): (EntityState<Task> & { after: Task })[] =>
  fold
    .all<Task>('task')
    .filter(
      (held): held is EntityState<Task> & { after: Task } =>
        held.after?.run?.id === runId && !isTaskEnded(held.after),
    )

/** The runs of a case that go on. */
export const runningIn = (fold: StreamFold): { readonly id: string; readonly after: ProtocolRun }[] =>
  fold
    .all<ProtocolRun>('protocolRun')
    .flatMap(({ id, after }) => (after?.status === 'running' ? [{ id, after }] : []))
