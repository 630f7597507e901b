/** After the faults: what was sent is decided in the end, or it is told what stands still. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Recorder } from '@colloque/history'
import type { Device } from './house.ts'

/** Longer than the longest pause of an outbox between two attempts. */
export const SETTLE_MS = 40_000

/** Waits for what was sent, as long as something of it is decided now and then. @returns false when nothing was */
export async function decidedAll(work: Promise<unknown>, { events }: Recorder): Promise<boolean> {
  let isOver = false
  void work.then(() => (isOver = true))
  for (let seen = -1, since = performance.now(); !isOver; await wait(100)) {
    if (events.length > seen) since = performance.now()
    seen = events.length
    if (performance.now() - since > SETTLE_MS) return false
  }
  return true
}

export function undecided(recorder: Recorder, devices: readonly Device[]): string[] {
  const open = recorder
    .operations()
    .filter(({ result, name }) => result === undefined && name !== 'board.edit')
  const entries = devices.flatMap(({ client, node }) =>
    client.outbox.entries.map(({ commandId, state, attempts, error }) => ({
      commandId,
      said: `outbox on node ${node}, connected: ${client.connection.connected}, ${state}, ${attempts} attempts, ${error?.code}`,
    })),
  )
  return open.map(({ name, commandId, invokedAt }) => {
    const entry = entries.find((one) => one.commandId === commandId)
    const ago = ((performance.now() - invokedAt) / 1_000).toFixed(1)
    return `${name} ${commandId}, sent ${ago} s ago, is not decided: ${entry?.said ?? 'over HTTP'}`
  })
}
