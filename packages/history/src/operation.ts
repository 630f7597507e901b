/** What a client did and what came of it, as one line of a history. Times are monotonic milliseconds. */
export interface HistoryEvent {
  /**
   * `ok`: it happened. `fail`: it was refused, and did not happen. `info`: nobody knows, and it may still happen.
   */
  readonly type: 'invoke' | 'ok' | 'fail' | 'info'
  /** Numbers the operation: its invocation and its outcome carry the same number. */
  readonly operation: number
  /** Account id of whoever did it. */
  readonly client: string
  readonly name: string
  /** What it was done to: a stream, a task, a board. */
  readonly key: string
  readonly commandId: string
  readonly value: unknown
  /** What was answered: the reply of `ok`, the refusal of `fail`. */
  readonly result?: unknown
  readonly time: number
}

export type Outcome = 'ok' | 'fail' | 'info'

/** An invocation with its outcome. */
export interface Operation {
  readonly id: number
  readonly client: string
  readonly name: string
  readonly key: string
  readonly commandId: string
  readonly value: unknown
  readonly invokedAt: number
  /** Infinity while nobody knows the outcome: it may take effect at any time. */
  readonly endedAt: number
  readonly outcome: Outcome
  readonly result: unknown
}

/**
 * Pairs invocations with their outcomes, in the order of invocation. What has no outcome is `info`.
 * @throws Error for an outcome without invocation: the history itself is wrong then
 */
export function operationsOf(events: readonly HistoryEvent[]): Operation[] {
  const operations = new Map<number, Operation>()
  const ended = new Set<number>()
  for (const event of events) {
    const { type, operation: id, client, name, key, commandId, value, result, time } = event
    const invoked = operations.get(id)
    if (type === 'invoke') {
      if (invoked) throw new Error(`operation ${id} is invoked twice`)
      const unknown = { endedAt: Infinity, outcome: 'info', result: undefined } as const
      operations.set(id, { id, client, name, key, commandId, value, invokedAt: time, ...unknown })
      continue
    }
    if (!invoked || ended.has(id)) throw new Error(`operation ${id} ends without having been invoked`)
    ended.add(id)
    operations.set(id, { ...invoked, outcome: type, result, endedAt: type === 'info' ? Infinity : time })
  }
  return [...operations.values()]
}

/** A command with all the times that it was sent. */
export interface SentCommand extends Operation {
  readonly sendings: readonly Operation[]
}

/**
 * A command sent again under its id is one operation: from its first invocation to its first `ok`.
 * @returns in the order of their first invocations
 */
export function commandsOf(operations: readonly Operation[]): SentCommand[] {
  const sendings = new Map<string, Operation[]>()
  for (const operation of operations) {
    const id = commandKey(operation.client, operation.commandId)
    sendings.set(id, [...(sendings.get(id) ?? []), operation])
  }
  return [...sendings.values()].map((all) => ({ ...merged(all), sendings: all }))
}

function merged(sendings: readonly Operation[]): Operation {
  const [first] = sendings
  if (!first) throw new Error('a command that was never sent')
  const invokedAt = Math.min(...sendings.map((sending) => sending.invokedAt))
  const known = sendings
    .filter(({ outcome }) => outcome === 'ok')
    .sort((one, other) => one.endedAt - other.endedAt)[0]
  const open = sendings.find(({ outcome }) => outcome === 'info')
  return { ...(known ?? open ?? first), invokedAt }
}

/** The same command id by somebody else is another command. */
export const commandKey = (client: string, commandId: string) => `${client} ${commandId}`
