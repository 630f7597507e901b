/**
 * Runs go on as readings come in and steps are done, wherever that was: in a note, with a task, from home. What a
 * change brings about follows it in one change of its own.
 */
import {
  isTaskEnded,
  newTask,
  parseStream,
  type ChangedEntity,
  type Measurement,
  type ProtocolRun,
  type RunEvent,
  type Task,
} from '@colloque/domain'
import type {
  Decide,
  DecidedEntity,
  ReactorCommand,
  ReactorDefinition,
} from '../../platform/change-log/index.ts'
import { entity } from '../../platform/commands.ts'
import { crossedBy } from '../../platform/readings.ts'
import { openTasks, runningIn, stepsAfter, type Making } from './run-steps.ts'

/** Ids that what follows for one run may take. */
const IDS_OF_A_RUN = 1_300

export const protocolRunsReactor: ReactorDefinition = {
  name: 'protocol-runs',
  on: ({ stream, at, entities }) => {
    if (parseStream(stream)?.kind !== 'case') return []
    return entities.flatMap((changed): ReactorCommand[] => {
      if (isNewReading(changed))
        return [{ stream, input: { reading: changed.id }, decide: afterReading(changed.id) }]
      if (isStepEnded(changed, at))
        return [{ stream, input: { step: changed.id }, decide: afterStep(changed.id) }]
      return []
    })
  },
}

const isNewReading = ({ type, rev, after }: ChangedEntity) =>
  type === 'measurement' && rev === 1 && after !== null

function isStepEnded({ type, after }: ChangedEntity, at: string): boolean {
  if (type !== 'task') return false
  const task = after as Task | null
  return Boolean(task?.run) && isTaskEnded(task as Task) && task?.ended?.at === at
}

const afterReading =
  (id: string): Decide =>
  (fold, making) => {
    const reading = fold.get<Measurement>('measurement', id)?.after
    if (!reading) return { unchanged: { type: 'measurement', id } }
    const { kind, value, takenAt } = reading
    const rule = crossedBy(fold, id, reading)?.rule.key
    const event: RunEvent = { on: 'reading', kind, value, rule, at: takenAt }
    const entities = runningIn(fold).flatMap((run, index) =>
      stepsAfter(fold, run, event, from(making, index * IDS_OF_A_RUN)),
    )
    return decidedOr(entities, 'measurement', id)
  }

const afterStep =
  (taskId: string): Decide =>
  (fold, making) => {
    const task = fold.get<Task>('task', taskId)?.after
    const run = runningIn(fold).find(({ id }) => id === task?.run?.id)
    if (!task?.run || !task.ended || !run) return { unchanged: { type: 'task', id: taskId } }
    const event: RunEvent = { on: 'step', step: task.run.step, at: task.ended.at }
    const entities = task.status === 'done' ? stepsAfter(fold, run, event, making) : []
    return decidedOr(
      task.status === 'notDone' && openTasks(fold, run.id).length === 0
        ? [standstill(run, task, making)]
        : entities,
      'task',
      taskId,
    )
  }

/** Nobody did what the run hangs on, and nothing of it is open: without a word it would simply stop. */
function standstill(
  { id, after: { caseId, started, content } }: { readonly id: string; readonly after: ProtocolRun },
  { title }: Task,
  { now, newId }: Making,
): DecidedEntity {
  return entity(
    'task',
    newId(0),
    newTask({
      ...{ caseId, createdBy: started.by, createdAt: now, forAccount: started.by, urgency: 'important' },
      title: `Le suivi s’est arrêté : reprendre ou terminer « ${content.name} »`.slice(0, 200),
      detail: `N’a pas été fait : ${title}`,
      dueAt: new Date(Date.parse(now) + 86_400_000).toISOString(),
      run: { id, step: 'arret' },
    }),
  )
}

const from = ({ now, newId }: Making, first: number): Making => ({ now, newId: (n) => newId(first + n) })

function decidedOr(entities: DecidedEntity[], type: string, id: string): ReturnType<Decide> {
  const [first, ...rest] = entities
  return first ? { kind: 'run.advanced', entities: [first, ...rest] } : { unchanged: { type, id } }
}
