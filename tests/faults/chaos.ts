import { setTimeout as wait } from 'node:timers/promises'
import type { TwoNodes } from './two-nodes.ts'

/** Breaks things, one after the other, as the drawn numbers say; all of it is mended when it ends. */
export async function breakThings(options: {
  readonly house: TwoNodes
  readonly draw: (below: number) => number
  readonly signal: AbortSignal
  /** Between two faults, at least. */
  readonly pauseMs?: number
  /** Told what was done, for the report of a failure. */
  readonly onFault: (what: string) => void
}): Promise<void> {
  const { house, draw, signal, pauseMs = 300, onFault } = options

  async function killServer(): Promise<void> {
    const which = draw(2)
    const node = house.nodes[which as 0 | 1]
    onFault(`server ${which} killed`)
    await node.kill()
    await wait(draw(1_500))
    await node.start()
    onFault(`server ${which} is back`)
  }

  async function killEngine(): Promise<void> {
    const pid = await house.nodes[0].enginePid()
    if (pid === undefined) return
    onFault('engine killed')
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended before, or is being started again.
    }
  }

  async function cutWire(): Promise<void> {
    const which = draw(house.wires.length)
    const ms = draw(1_500)
    const wire = house.wires[which]!
    onFault(`wire ${which} cut for ${ms} ms`)
    wire.cut()
    await wait(ms)
    wire.restore()
  }

  const cuts: Promise<void>[] = []
  /** What is left of the kinds: each comes once before one comes again. */
  let left: (() => Promise<unknown>)[] = []
  while (!signal.aborted) {
    await wait(pauseMs + draw(1_500), undefined, { signal }).catch(() => undefined)
    if (signal.aborted) break
    if (left.length === 0) left = [killServer, killEngine, async () => void cuts.push(cutWire())]
    await left.splice(draw(left.length), 1)[0]!()
  }
  await Promise.all(cuts)
}
