import type { BenchContext, Contender, Measure, RoundFigures } from '../lib/measure.ts'
import { processorTime } from '../lib/processor.ts'
import { bareEngine } from './bare-engine.ts'
import { logAlone } from './log-alone.ts'
import { ours, watched, type Scene, type Stage } from './contenders.ts'

const secondsOf = ({ quick }: BenchContext): number => (quick ? 1 : 5)

const inserting = (role: Contender['role'], label: string, atOnce: number, batch: number): Contender =>
  bareEngine({ role, label }, async (engine, context) => {
    const { documents, ms } = await engine.insert({ seconds: secondsOf(context), atOnce, batch })
    return { posts: (documents * 1000) / ms }
  })

/** Posts that are on disk and answered: as many as go, with one listener in each case. */
function durablePosts(options: {
  readonly name: string
  readonly title: string
  readonly stage: Stage
  readonly inFlight: number
  readonly atLeast: number
}): Measure {
  const { name, title, stage, inFlight, atLeast } = options
  const play = async (scene: Scene, context: BenchContext): Promise<RoundFigures> => {
    await scene.clients.saturate({ inFlight, seconds: context.quick ? 0.5 : 2 })
    const pids = await scene.pids()
    const before = await processorTime(pids)
    const serverBefore = await processorTime(scene.serverPids())
    const { posts, ms } = await watched(scene, context, name, () =>
      scene.clients.saturate({ inFlight, seconds: secondsOf(context) }),
    )
    return {
      posts: (posts * 1000) / ms,
      processor: (((await processorTime(pids)) - before) * 1000) / posts,
      server: (((await processorTime(scene.serverPids())) - serverBefore) * 1000) / posts,
    }
  }
  return {
    name,
    title,
    figures: [
      { key: 'posts', name: 'durable posts', unit: '/s', better: 'higher', target: { value: atLeast } },
      {
        key: 'processor',
        name: 'processor time of server and engine, per post',
        unit: 'µs',
        better: 'lower',
      },
      { key: 'server', name: 'of it the server’s', unit: 'µs', better: 'lower' },
    ],
    contenders: [
      inserting('baseline', 'engine, single inserts', 64, 1),
      ours(stage, play),
      logAlone({ streams: stage.rooms, waiting: inFlight, seconds: secondsOf }),
      inserting('beside', 'engine, inserts of 64', 2, 64),
    ],
    note: 'Ours goes over the socket with all duties on, its clients on the same machine; the engine is asked without a server before it.',
  }
}

export const durablePostMeasures: readonly Measure[] = [
  durablePosts({
    name: 'posts-one-case',
    title: 'Durable posts in one case',
    stage: { rooms: 1, clients: 100, listeners: 1 },
    inFlight: 128,
    atLeast: 3_000,
  }),
  durablePosts({
    name: 'posts-64-cases',
    title: 'Durable posts over 64 cases',
    stage: { rooms: 64, clients: 6, listeners: 1 },
    inFlight: 6,
    atLeast: 8_000,
  }),
]
