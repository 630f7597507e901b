import { commandsOf, type Operation } from './operation.ts'

/** Something that reached a device of the removed. */
export interface Delivery {
  /** The device or socket, for the report. */
  readonly to: string
  /** The command, or the words on a board, that it shows. */
  readonly commandId: string
  readonly at: number
  /** How long after the removal's answer this device may still hear what is said; 0 on the node that answered. */
  readonly graceMs: number
}

/**
 * C4: nothing that was invoked after a removal was answered reaches the removed, and nothing that they invoke is
 * taken any more.
 * @param removed account id of the removed
 * @param removedAt when the removal was answered
 * @param graceOf how long after it, in milliseconds, an act of the removed may still be taken: by another node
 * @returns a sentence for each promise that was broken
 */
export function checkAccess({
  removed,
  removedAt,
  operations,
  deliveries,
  graceOf = () => 0,
}: {
  readonly removed: string
  readonly removedAt: number
  readonly operations: readonly Operation[]
  readonly deliveries: readonly Delivery[]
  readonly graceOf?: (operation: Operation) => number
}): string[] {
  const invoked = new Map(commandsOf(operations).map(({ commandId, invokedAt }) => [commandId, invokedAt]))
  return [
    ...deliveries.flatMap(({ to, commandId, at, graceMs: grace }) => {
      const from = invoked.get(commandId)
      if (from === undefined) return [`${to} heard ${commandId}, which nobody said`]
      const late = from - removedAt
      if (late <= grace) return []
      return [
        `${to} heard at +${(at - removedAt).toFixed(0)} ms what was said ${late.toFixed(0)} ms after the removal: ${commandId}`,
      ]
    }),
    ...operations
      .filter(({ client, outcome }) => client === removed && outcome === 'ok')
      .filter((act) => act.invokedAt > removedAt + graceOf(act))
      .map(
        ({ name, commandId, invokedAt }) =>
          `${name} ${commandId} of the removed was taken ${(invokedAt - removedAt).toFixed(0)} ms after the removal`,
      ),
  ]
}
