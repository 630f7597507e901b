import type { Change } from '@colloque/domain'
import { commandKey, commandsOf, type Operation, type SentCommand } from './operation.ts'

/** What is told of a command that is ok. */
export interface ToldChange {
  readonly id: string
  readonly rev: number
  readonly seq: number
}

/**
 * C5, of one stream: every `ok` has one change at the place that was told, by its author; what was refused has none;
 * no change is there that nobody sent; no place is empty. The hashes are verified by the server's own command.
 * @param operations whose `result` is a ToldChange where they are ok
 * @param changes of the stream from `after` on, in their order
 * @param after seq of the last change that was there before the history began
 * @param mayChangeNothing acts that are ok without a change where all is as they want it (taking what one holds)
 * @returns a sentence for each promise that was broken
 */
export function checkRecord({
  operations,
  changes,
  after = 0,
  mayChangeNothing = [],
}: {
  readonly operations: readonly Operation[]
  readonly changes: readonly Change[]
  readonly after?: number
  readonly mayChangeNothing?: readonly string[]
}): string[] {
  const commands = commandsOf(operations)
  const recorded = new Map<string, Change[]>()
  for (const change of changes) {
    const key = commandKey(change.by, change.commandId)
    recorded.set(key, [...(recorded.get(key) ?? []), change])
  }
  const states = new Set(changes.flatMap(({ entities }) => entities.map(({ id, rev }) => `${id} ${rev}`)))
  return [
    ...holes(changes, after),
    ...unsent(changes, commands),
    ...commands.flatMap((command) => {
      const there = recorded.get(commandKey(command.client, command.commandId)) ?? []
      const told = command.result as Partial<ToldChange> | undefined
      const isUnchanged = mayChangeNothing.includes(command.name) && states.has(`${told?.id} ${told?.rev}`)
      return badlyRecorded(command, there, isUnchanged)
    }),
  ]
}

function holes(changes: readonly Change[], after: number): string[] {
  return changes.flatMap(({ seq }, index) =>
    seq === after + index + 1 ? [] : [`the log has ${seq} where ${after + index + 1} was due`],
  )
}

function unsent(changes: readonly Change[], commands: readonly SentCommand[]): string[] {
  const sent = new Map(commands.map((command) => [commandKey(command.client, command.commandId), command]))
  return changes.flatMap(({ by, commandId, seq, kind }) =>
    sent.has(commandKey(by, commandId)) ? [] : [`${kind} at ${seq} by ${by} was never sent`],
  )
}

function badlyRecorded(command: SentCommand, changes: readonly Change[], isUnchanged: boolean): string[] {
  const { commandId, name, outcome, sendings } = command
  const [change] = changes
  if (changes.length > 1) return [`${name} ${commandId} is recorded ${changes.length} times`]
  if (outcome === 'fail')
    return change ? [`${name} ${commandId} was refused, and is recorded at ${change.seq}`] : []
  return sendings.flatMap((sending) => {
    if (sending.outcome !== 'ok') return []
    if (!change) return isUnchanged ? [] : [`${name} ${commandId} was acknowledged and has no record`]
    const told = sending.result as ToldChange
    const entity = change.entities.find(({ id }) => id === told.id)
    if (change.seq === told.seq && entity?.rev === told.rev) return []
    return [
      `${name} ${commandId} was acknowledged at ${told.seq} as ${told.id} rev ${told.rev}, and is recorded at ${change.seq} as rev ${entity?.rev}`,
    ]
  })
}
