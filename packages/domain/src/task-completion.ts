/** What is ticked off, recorded and brought along when a task is done. */
import { DomainError } from './errors.ts'
import type { Measurement, ReadingInput } from './measurement.ts'
import { wordedReadings, type WordedReading } from './observation.ts'
import { completeTask } from './task-acts.ts'
import { requireStep } from './task-machine.ts'
import type { Observation, RecordToTake } from './task-records.ts'
import type { Task, Worker } from './task.ts'
import type { DoneBy } from './values.ts'

/** Ticks an item of the checklist, or takes the tick back. @throws conflict, invalid */
export function checkItem(task: Task, worker: Worker, itemId: string, done: boolean, at: string): Task {
  requireStep(task, 'check', worker)
  const item = task.checklist.find(({ id }) => id === itemId)
  if (!item) throw new DomainError('invalid', { field: 'itemId', why: 'unknown' })
  if ((item.done !== null) === done) return task
  return { ...task, checklist: ticked(task, [itemId], done ? { by: worker.accountId, at } : null) }
}

const ticked = ({ checklist }: Task, ids: readonly string[], done: DoneBy | null): Task['checklist'] =>
  checklist.map((item) => (ids.includes(item.id) ? { ...item, done } : item))

/** What is to be recorded and has not been. */
export function missingRecords(
  { records }: Pick<Task, 'records'>,
  recorded: readonly RecordToTake['kind'][],
): RecordToTake['kind'][] {
  return records.flatMap(({ kind, required }) => (required && !recorded.includes(kind) ? [kind] : []))
}

/** What comes with being done. */
export interface Completion {
  readonly note?: string | undefined
  /** Within the ranges of READINGS, as their schema sees to. */
  readonly readings?: readonly ReadingInput[] | undefined
  readonly observations?: readonly Observation[] | undefined
  /** Items of the checklist. */
  readonly checked?: readonly string[] | undefined
  readonly fileIds?: readonly string[] | undefined
  /** ISO instant by the device’s clock, where it was done offline and earlier. */
  readonly doneAt?: string | undefined
}

export interface CompletionContext {
  readonly taskId: string
  readonly worker: Worker
  /** ISO instant. */
  readonly at: string
  /** Kinds of the readings that the task has already. */
  readonly recorded: readonly RecordToTake['kind'][]
  /** The n-th new id, from 0. */
  newId(n: number): string
}

/**
 * Done, with what it asked to record.
 * @returns the task after it, and what was measured and said as readings of the case
 * @throws invalid { why: 'missing', kinds } when a required reading or observation is; otherwise as completeTask
 */
export function completeWith(
  task: Task,
  completion: Completion,
  { taskId, worker, at, recorded, newId }: CompletionContext,
): {
  task: Task
  measurements: { id: string; after: Measurement }[]
  worded: { id: string; after: WordedReading }[]
} {
  const { note, readings = [], observations = [], checked = [], fileIds = [], doneAt } = completion
  const done = completeTask(task, worker, at, note ?? null)
  const unknown = checked.filter((id) => !task.checklist.some((item) => item.id === id))
  if (unknown.length > 0) throw new DomainError('invalid', { field: 'checked', why: 'unknown' })
  const kinds = [...recorded, ...task.observations, ...readings, ...observations].map((record) =>
    typeof record === 'string' ? record : record.kind,
  )
  const missing = missingRecords(task, kinds)
  // Of a joint task somebody else may bring them, until the last part is done.
  if (done.status === 'done' && missing.length > 0)
    throw new DomainError('invalid', { field: 'readings', why: 'missing', kinds: missing })
  // What was done offline was measured then, by the device's clock; never later than now.
  const takenAt = doneAt !== undefined && doneAt < at ? doneAt : at
  const measurements = readings.map(({ kind, value, value2 }, index) => ({
    id: newId(index),
    after: {
      ...{ caseId: task.caseId, kind, value, value2: value2 ?? null },
      ...{ takenAt, takenBy: worker.accountId, messageId: null },
    },
  }))
  const came = { caseId: task.caseId, takenAt, takenBy: worker.accountId, messageId: null, taskId }
  const worded = wordedReadings(observations, came).map((after, index) => ({
    id: newId(readings.length + index),
    after,
  }))
  const open = checked.filter((id) => task.checklist.some((item) => item.id === id && !item.done))
  return {
    task: {
      ...done,
      checklist: ticked(done, open, { by: worker.accountId, at }),
      measurementIds: [...task.measurementIds, ...measurements.map(({ id }) => id)],
      observations: [...task.observations, ...observations],
      fileIds: [...new Set([...task.fileIds, ...fileIds])],
    },
    measurements,
    worded,
  }
}
