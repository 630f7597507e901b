import { linearise, type SequentialModel } from './linearisable.ts'
import { commandsOf, type Operation } from './operation.ts'
import type { Refused } from './recorder.ts'

/** A task as it stood after one change of the log. */
export interface TaskState {
  readonly taskId: string
  readonly seq: number
  /** Author of the change. */
  readonly by: string
  readonly holder: string | null
}

type Holder = string | null

/** One task, seen by those who claim it and give it back. */
export const holderModel: SequentialModel<Holder> = {
  initial: null,
  step(holder, { name, client, outcome, result }) {
    const refused = outcome === 'fail' ? (result as Refused) : undefined
    if (name === 'task.claim') {
      if (!refused) return holder === null || holder === client ? client : undefined
      const isHeld = refused.code === 'already_claimed' && holder !== null && holder !== client
      return isHeld && (refused.by ?? holder) === holder ? holder : undefined
    }
    if (name === 'task.release') {
      if (!refused) return holder === client ? null : undefined
      return refused.code === 'conflict' && holder !== client ? holder : undefined
    }
    throw new Error(`no such act on a task: ${name}`)
  },
  keyOf: (holder) => holder ?? '',
}

/**
 * C3: the claims and releases of each task are linearisable, and the log never passes a task from one holder to
 * another without a release between.
 * @param operations `task.claim` and `task.release`, keyed by task
 * @param states of the tasks, in the order of the log
 * @returns a sentence for each promise that was broken
 */
export function checkTasks({
  operations,
  states,
}: {
  readonly operations: readonly Operation[]
  readonly states: readonly TaskState[]
}): string[] {
  const byTask = new Map<string, Operation[]>()
  for (const command of commandsOf(operations))
    byTask.set(command.key, [...(byTask.get(command.key) ?? []), command])
  const found: string[] = []
  for (const [taskId, acts] of byTask) {
    const outcome = linearise(acts, holderModel)
    if (outcome.ok) continue
    found.push(
      `task ${taskId}: no order explains its ${acts.length} acts; after ${outcome.order.slice(-4).map(told).join(', ') || 'none'} none of these could come: ${outcome.stuck.map(told).join(', ')}`,
    )
  }
  return [...found, ...stolen(states)]
}

function stolen(states: readonly TaskState[]): string[] {
  const holders = new Map<string, Holder>()
  return states.flatMap(({ taskId, seq, by, holder }) => {
    const before = holders.get(taskId) ?? null
    holders.set(taskId, holder)
    if (before === holder) return []
    if (before !== null && holder !== null)
      return [`task ${taskId}: at ${seq} it goes from ${before} to ${holder} without a release`]
    const whose = holder ?? before
    return whose === by ? [] : [`task ${taskId}: at ${seq} ${by} acts for ${whose}`]
  })
}

function told({ name, client, outcome, result, invokedAt, endedAt }: Operation): string {
  const { code, by } = (result ?? {}) as Partial<Refused>
  const answer = [outcome, code, by].filter(Boolean).join(' ')
  return `${client} ${name} [${invokedAt.toFixed(1)} to ${endedAt.toFixed(1)}] ${answer}`
}
