import type { BenchContext, Measure, RoundFigures } from '../lib/measure.ts'
import { bareEngine } from './bare-engine.ts'
import { ours, watched, type Scene } from './contenders.ts'

const AT_ONCE = 32
const ROUNDS = 3
const countOf = ({ quick }: BenchContext): number => (quick ? 200 : 1_000)

/** Two people press at once on each task. */
const contest = async (scene: Scene, context: BenchContext, round: number): Promise<RoundFigures> => {
  const count = countOf(context)
  const tasks = scene.ours?.house.cases[0]?.tasks.slice(round * count, (round + 1) * count) ?? []
  const ms = await watched(scene, context, 'claims', () =>
    scene.clients.contest({ tasks, rivals: 2, atOnce: AT_ONCE }),
  )
  return { claims: (tasks.length * 1000) / ms }
}

export const claims: Measure = {
  name: 'claims',
  title: 'Tasks claimed by one of two who press at once',
  figures: [{ key: 'claims', name: 'tasks decided', unit: '/s', better: 'higher' }],
  contenders: [
    bareEngine({ role: 'baseline', label: 'engine, conditional updates' }, async (engine, context) => {
      const count = countOf(context)
      return { claims: (count * 1000) / (await engine.claim({ count, atOnce: AT_ONCE })) }
    }),
    ours({ rooms: 1, clients: 100, listeners: 10, house: { tasks: ROUNDS * 1_000 } }, contest),
  ],
  rounds: ROUNDS,
  note: 'Each claim is told to ten people in the case, and the loser is told who won.',
}
