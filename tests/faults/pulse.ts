import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Recorder } from '@colloque/history'
import type { Fault } from './chaos.ts'
import { toldOf } from './evidence.ts'
import type { Device, NodeIndex } from './house.ts'

/** Asks one server for a small durable write, again and again: how long it cannot is how long a fault is felt. */
export interface Pulse {
  readonly node: NodeIndex
  run(signal: AbortSignal): Promise<void>
  /** Each write that was acknowledged: when it was asked for, and when answered, by performance.now(). */
  readonly beats: readonly { readonly askedAt: number; readonly answeredAt: number }[]
}

const EVERY_MS = 250

/** @param device on the server itself, with no wire between that breaks */
export function createPulse(device: Device, caseId: string, recorder: Recorder): Pulse {
  const { client, node } = device
  const accountId = client.account!.id
  const beats: { askedAt: number; answeredAt: number }[] = []
  let count = 0

  async function beat(): Promise<void> {
    const commandId = randomUUID()
    const input = { commandId, caseId, text: `Battement ${++count} du serveur ${node}` }
    const what = { client: accountId, name: 'message.post', key: `case:${caseId}`, commandId }
    const askedAt = performance.now()
    const { outcome } = await recorder.run({ ...what, value: input }, async () =>
      toldOf(await client.api.command('message.post', input)),
    )
    if (outcome === 'ok') beats.push({ askedAt, answeredAt: performance.now() })
  }

  return {
    node,
    beats,
    async run(signal) {
      const under = new Set<Promise<void>>()
      while (!signal.aborted) {
        // One that gets no answer must not hide that the next one would.
        const beating = beat().finally(() => under.delete(beating))
        under.add(beating)
        await Promise.race([beating, wait(2_000)])
        await wait(EVERY_MS)
      }
      await Promise.all(under)
    },
  }
}

/** A fault with how long after it was mended a server took writes again, in milliseconds. */
export interface Healing {
  readonly fault: Fault
  readonly node: NodeIndex
  /** Infinity where nothing was acknowledged any more. */
  readonly ms: number
}

/**
 * By the first write that was asked for after a fault was mended, and was acknowledged, on each server it struck. Where
 * the next fault came first, nobody can tell: that one counts then.
 */
export function healingsOf(faults: readonly Fault[], pulses: readonly Pulse[]): Healing[] {
  return pulses.flatMap(({ node, beats }) => {
    const own = faults.filter((fault) => fault.node === undefined || fault.node === node)
    return own.flatMap((fault) => {
      const after = beats.filter(({ askedAt }) => askedAt >= fault.to)
      const healedAt = Math.min(...after.map(({ answeredAt }) => answeredAt))
      const isStruckAgain = own.some(({ from, to }) => to > fault.to && from < healedAt)
      return isStruckAgain ? [] : [{ fault, node, ms: healedAt - fault.to }]
    })
  })
}

/** The longest time in which a server acknowledged nothing, its own deaths included, in milliseconds. */
export function longestGap({ beats }: Pulse): number {
  const times = beats.map(({ answeredAt }) => answeredAt).sort((one, other) => one - other)
  return Math.max(0, ...times.slice(1).map((at, index) => at - times[index]!))
}
