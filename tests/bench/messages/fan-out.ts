import type { BenchContext, Measure, RoundFigures } from '../lib/measure.ts'
import { processorTime } from '../lib/processor.ts'
import { bareSocketIo, bareWs, ours, watched, type Scene, type Stage } from './contenders.ts'

interface Ratios {
  readonly p50: number
  readonly p99: number
  readonly deliveries: number
  readonly processor: number
}

/** One case, so many clients in it: at a fixed rate, then as much as goes. */
function fanOut(clients: number, target: Ratios): Measure {
  const stage: Stage = { rooms: 1, clients }
  const play = async (scene: Scene, context: BenchContext): Promise<RoundFigures> => {
    const { quick } = context
    const seconds = quick ? 1 : 6
    const rate = await scene.clients.atRate({ rate: 50, seconds })
    const pids = await scene.pids()
    // The first posts of a saturated server are slower than the rest: they fill its buffers.
    await scene.clients.saturate({ inFlight: 64, seconds: quick ? 0.3 : 1 })
    const before = await processorTime(pids)
    const serverBefore = await processorTime(scene.serverPids())
    const { posts, deliveries, ms } = await watched(scene, context, `fan-out-${clients}`, () =>
      scene.clients.saturate({ inFlight: 64, seconds: quick ? 1 : 4 }),
    )
    const used = (await processorTime(pids)) - before
    const server = (await processorTime(scene.serverPids())) - serverBefore
    return {
      ...rate,
      posts: (posts * 1000) / ms,
      deliveries: (deliveries * 1000) / ms,
      processor: (used * 1000) / deliveries,
      server: (server * 1000) / deliveries,
    }
  }
  return {
    name: `fan-out-${clients}`,
    title: `A message to ${clients} clients in a case`,
    figures: [
      {
        key: 'p50',
        name: 'post → last recipient at 50/s, p50',
        unit: 'ms',
        better: 'lower',
        target: { ratio: target.p50 },
      },
      { key: 'p95', name: 'the same, p95', unit: 'ms', better: 'lower' },
      { key: 'p99', name: 'the same, p99', unit: 'ms', better: 'lower', target: { ratio: target.p99 } },
      { key: 'posts', name: 'posts, saturated', unit: '/s', better: 'higher' },
      {
        key: 'deliveries',
        name: 'deliveries, saturated',
        unit: '/s',
        better: 'higher',
        target: { ratio: target.deliveries },
      },
      {
        key: 'processor',
        name: 'processor time of server and engine, per delivery',
        unit: 'µs',
        better: 'lower',
        target: { ratio: target.processor },
      },
      { key: 'server', name: 'of it the server’s', unit: 'µs', better: 'lower' },
    ],
    contenders: [bareSocketIo(stage, play), ours(stage, play), bareWs(stage, play)],
  }
}

export const fanOutMeasures: readonly Measure[] = [
  fanOut(50, { p50: 2.1, p99: 3, deliveries: 0.85, processor: 1.15 }),
  fanOut(200, { p50: 1.3, p99: 1.6, deliveries: 1, processor: 1 }),
  fanOut(500, { p50: 1.35, p99: 1.25, deliveries: 1.1, processor: 0.8 }),
]
