import type { BenchContext, Contender, Machine, Measure, RoundFigures } from '../lib/measure.ts'
import { processorTime } from '../lib/processor.ts'
import { ours, watched, type Scene, type Stage } from './contenders.ts'

const NODES = 3
/** A core for each node, one for the engine, one for the clients. */
const CORES = NODES + 2
const stage: Stage = { rooms: 48, clients: 4, listeners: 2 }

const play = async (scene: Scene, context: BenchContext): Promise<RoundFigures> => {
  const { quick } = context
  await scene.clients.saturate({ inFlight: 4, seconds: quick ? 0.5 : 2 })
  const before = await processorTime(scene.serverPids())
  const { posts, ms } = await watched(scene, context, 'nodes', () =>
    scene.clients.saturate({ inFlight: 4, seconds: quick ? 1 : 5 }),
  )
  const used = (await processorTime(scene.serverPids())) - before
  return { posts: (posts * 1000) / ms, processor: (used * 1000) / posts }
}

const contender = (nodes: number, role: Contender['role']): Contender =>
  ours({ ...stage, nodes, redis: nodes > 1 }, play, {
    role,
    label: nodes === 1 ? 'one node' : `${nodes} nodes`,
  })

/** Three nodes on one database, each with streams of its own. */
export const nodesMeasure = ({ cores }: Pick<Machine, 'cores'>): Measure => ({
  name: 'nodes',
  title: 'Three nodes against one, over disjoint streams',
  figures: [
    {
      ...{ key: 'posts', name: 'durable posts', unit: '/s', better: 'higher' },
      ...(cores >= CORES ? { target: { ratio: 0.9 * NODES } } : {}),
    },
    { key: 'processor', name: 'processor time of the servers, per post', unit: 'µs', better: 'lower' },
  ],
  contenders: [contender(1, 'baseline'), contender(NODES, 'ours')],
  ...(cores >= CORES
    ? {}
    : {
        note: `This machine has ${cores} cores; ${NODES} nodes, their engine and the clients need ${CORES}: they only take turns here, with smaller batches each, and nothing is judged.`,
      }),
})
