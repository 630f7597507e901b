import fc from 'fast-check'
import type { StreamName } from '@colloque/domain'
import { v5 } from 'uuid'
import { vi } from 'vitest'
import type { Stores } from '../ports.ts'
import { createCluster, noteOf, type Deed, type Sending } from './cluster.ts'
import { violations } from './history.ts'
import { createMemoryDatabase, type MemoryDatabase } from './memory-stores.ts'
import { FAULTS, type Fault } from './unreliable-stores.ts'
import { sleep } from '../timings.ts'

const NODES = ['node-a', 'node-b'] as const
const named = (name: string): string => v5(name, '5f2d6f0a-3c1e-4f7a-8a55-3b2f6a1d9c01')
const STREAMS: readonly StreamName[] = [1, 2, 3].map((n): StreamName => `case:${named(`stream ${n}`)}`)

export type Step =
  | {
      readonly do: 'send'
      readonly node: number
      readonly stream: number
      readonly deed: Deed
      readonly target: number
    }
  | { readonly do: 'repeat'; readonly node: number; readonly of: number; readonly otherInput: boolean }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'disturb'; readonly node: number; readonly plan: readonly Fault[] }
  | {
      readonly do: 'crash'
      readonly node: number
      readonly comesBack: boolean
      readonly plan: readonly Fault[]
    }

const node = fc.nat({ max: NODES.length - 1 })
const plan = fc.array(fc.constantFrom(...FAULTS), { maxLength: 6 })
const any = fc.nat({ max: 30 })
const stepOf = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      node,
      stream: fc.nat({ max: STREAMS.length - 1 }),
      deed: fc.constantFrom<Deed[]>('make', 'make', 'touch', 'touch', 'touch', 'erase'),
      target: any,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('repeat' as const),
      node,
      of: any,
      otherInput: fc.constantFrom(false, false, false, true),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 3, 10, 30, 100, 1000) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('disturb' as const), node, plan }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('crash' as const), node, comesBack: fc.boolean(), plan }),
  },
)

/** Commands, repetitions, pauses, failing links and crashes, in any order, on two nodes. */
export const steps: fc.Arbitrary<Step[]> = fc.array(stepOf, { maxLength: 60, size: 'max' })

export interface Flaw {
  readonly database?: () => MemoryDatabase
  readonly spoil?: (stores: Stores) => Stores
}

/** Plays the steps on two nodes in virtual time. @returns the promises that were broken */
export async function play(steps: readonly Step[], flaw: Flaw = {}): Promise<string[]> {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 22, 8) })
  try {
    return await inVirtualTime(run(steps, flaw))
  } finally {
    vi.clearAllTimers()
    vi.useRealTimers()
  }
}

async function run(
  steps: readonly Step[],
  { database = createMemoryDatabase, spoil }: Flaw,
): Promise<string[]> {
  const held = database()
  const cluster = createCluster({ database: held, nodes: NODES, ...(spoil ? { spoil } : {}) })
  const sent: Sending[] = []
  const nameOf = (index: number): string => NODES[index] as string

  for (const [i, step] of steps.entries()) {
    if (step.do === 'wait') await sleep(step.ms)
    if (step.do === 'disturb') cluster.disturb(nameOf(step.node), step.plan)
    if (step.do === 'crash') cluster.crash(nameOf(step.node), step.comesBack, step.plan)
    if (step.do === 'send') {
      const stream = STREAMS[step.stream] as StreamName
      const makers = sent.filter((sending) => sending.deed === 'make' && sending.stream === stream)
      const maker = makers[step.target % Math.max(makers.length, 1)]
      const target = maker ? noteOf(maker.by, maker.commandId) : named('nothing')
      const by = named(`author ${i % 3}`)
      const sending = {
        deed: maker ? step.deed : ('make' as const),
        stream,
        by,
        commandId: named(`command ${i}`),
        text: `text ${i}`,
        target,
      }
      sent.push(sending)
      cluster.send(nameOf(step.node), sending)
    }
    if (step.do === 'repeat' && sent.length > 0) {
      const again = sent[step.of % sent.length] as Sending
      cluster.send(
        nameOf(step.node),
        step.otherInput ? { ...again, text: `${again.text}, but not quite` } : again,
      )
    }
  }
  await cluster.rest()
  const unanswered = cluster.history.attempts.filter((attempt) => !attempt.reply).length
  const crashes = steps.filter((step) => step.do === 'crash').length
  const broken = [...(await violations(cluster.history, held)), ...cluster.behind()]
  await cluster.stop()
  return unanswered > 0 && crashes === 0 ? [...broken, `${unanswered} commands were never answered`] : broken
}

/** Drives the fake clock until the work is done. */
async function inVirtualTime<T>(work: Promise<T>): Promise<T> {
  let over = false
  void work.finally(() => (over = true)).catch(() => undefined)
  for (let turn = 0; !over && turn < 20_000; turn += 1) await vi.advanceTimersByTimeAsync(5)
  if (!over) throw new Error('the nodes did not come to rest within 100 s of virtual time')
  return work
}
