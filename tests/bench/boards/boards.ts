import { setTimeout as wait } from 'node:timers/promises'
import type { Inspector } from '../lib/inspector.ts'
import type { BenchContext, Measure, RoundFigures } from '../lib/measure.ts'
import { processorTime, residentMemory } from '../lib/processor.ts'
import { median } from '../lib/statistics.ts'
import { ours, relay, watched, type Scene, type Stage } from './contenders.ts'

type Play = (scene: Scene, context: BenchContext, round: number) => Promise<RoundFigures>

const both = (stage: Stage, play: Play) => [relay(stage, play), ours(stage, play)]

/** Ours writes a snapshot of a board in which nobody has written for five seconds. */
const RESTED_MS = 7_000
/** A server that has just started brings its search and its projections up to date. */
const AFTER_START_MS = 2_000
/** Boards of the first rounds: each round has one that nobody has opened. */
const ROUNDS = 5

const latency: Measure = {
  name: 'board-latency',
  title: 'An edit on a board, to the documents of ten who have it open',
  rounds: ROUNDS,
  figures: [
    {
      ...{ key: 'p50', name: 'edit → last of 10 editors at 50/s, p50', unit: 'ms', better: 'lower' },
      target: { ratio: 2.4 },
    },
    { key: 'p95', name: 'the same, p95', unit: 'ms', better: 'lower' },
    { key: 'p99', name: 'the same, p99', unit: 'ms', better: 'lower', target: { ratio: 2 } },
  ],
  contenders: both({ boards: ROUNDS, editors: 10 }, (scene, context, round) =>
    watched(scene, context, 'board-latency', () =>
      scene.clients.atRate({ board: scene.boards[round] ?? [], rate: 50, seconds: context.quick ? 1 : 6 }),
    ),
  ),
  note: 'Stock clients, all in one process. The relay keeps nothing; ours has stored an edit before anybody else sees it.',
}

/** Edits of everybody at some boards, as fast as they go; what they cost beside. */
async function saturate(
  scene: Scene,
  boards: Scene['boards'],
  order: { readonly edits: number; readonly inFlight: number },
): Promise<RoundFigures> {
  const { clients, pid } = scene
  await clients.join(boards)
  // Those who have just come are told of each other.
  await wait(300)
  const pids = await scene.pids()
  const [before, serverBefore] = [await processorTime(pids), await processorTime([pid])]
  const ms = await clients.saturate(order)
  const [used, server] = [await processorTime(pids), await processorTime([pid])]
  const edits = boards.reduce((sum, { length }) => sum + length * order.edits, 0)
  return {
    edits: (edits * 1000) / ms,
    processor: ((used - before) * 1000) / edits,
    server: ((server - serverBefore) * 1000) / edits,
  }
}

const saturationFigures = (ratio: number): Measure['figures'] => [
  { key: 'edits', name: 'edits, saturated', unit: '/s', better: 'higher', target: { ratio } },
  { key: 'processor', name: 'processor time of server and engine, per edit', unit: 'µs', better: 'lower' },
  { key: 'server', name: 'of it the server’s', unit: 'µs', better: 'lower' },
]

const typing: Measure = {
  name: 'board-edits',
  title: 'Ten at one board, as fast as it goes',
  rounds: ROUNDS,
  figures: saturationFigures(1.5),
  contenders: both({ boards: ROUNDS + 1, editors: 10 }, async (scene, context, round) => {
    const at = (board: number, edits: number) =>
      saturate(scene, scene.boards.slice(board, board + 1), { edits, inFlight: 32 })
    if (round === 0) await at(ROUNDS, 300)
    return watched(scene, context, 'board-edits', () => at(round, context.quick ? 300 : 2_000))
  }),
  note: 'Clients without documents; each has at most 32 edits under way.',
}

const manyBoards: Measure = {
  name: 'board-edits-200',
  title: 'Two hundred boards of two people each, as fast as it goes',
  figures: saturationFigures(0.7),
  contenders: both({ boards: 200, editors: 2, accounts: 400 }, async (scene, context, round) => {
    const all = (edits: number) => saturate(scene, scene.boards, { edits, inFlight: 8 })
    if (round === 0) await all(20)
    return watched(scene, context, 'board-edits-200', () => all(context.quick ? 20 : 150))
  }),
  note: 'Clients without documents; each has at most 8 edits under way.',
}

const opening: Measure = {
  name: 'board-open',
  title: 'Opening a board of 50,000 edits',
  figures: [
    { key: 'bytes', name: 'bytes on the wire', unit: 'B', better: 'lower', target: { ratio: 1.02 } },
    {
      ...{ key: 'wire', name: 'asked → whole document, in memory', unit: 'ms', better: 'lower' },
      target: { ratio: 1.2 },
    },
    { key: 'warm', name: 'connect, authenticate, authorise → the same', unit: 'ms', better: 'lower' },
    {
      ...{ key: 'cold', name: 'connect → whole document, from the database', unit: 'ms', better: 'lower' },
      target: { value: 120 },
    },
  ],
  contenders: both({ boards: 2, editors: 10 }, async ({ clients, boards, restart }, { quick }, round) => {
    const [large = [], other = []] = boards
    if (round === 0) {
      await clients.join([large])
      await clients.saturate({ edits: quick ? 500 : 5_000, inFlight: 32 })
      await clients.join([])
      await wait(RESTED_MS)
    }
    const [address, elsewhere] = [large[0], other[0]]
    if (!address || !elsewhere) throw new Error('nobody is at the board')
    const { bytes, wire, ms: warm } = await clients.open({ address, times: 9 })
    if (!restart) return { bytes, wire, warm }
    const cold = []
    for (let count = 0; count < 3; count += 1) {
      await restart()
      // What a process does once only is not the board's: what it catches up with at its start, and code that has not run.
      await wait(AFTER_START_MS)
      await clients.open({ address: elsewhere, times: 3 })
      cold.push((await clients.open({ address, times: 1 })).ms)
    }
    return { bytes, wire, warm, cold: median(cold) }
  }),
  note: 'Cold: after the server was killed, some seconds after the last edit, and started again. The relay has nothing to open then.',
}

const memory: Measure = {
  name: 'board-memory',
  title: 'Memory of open boards',
  oneAtATime: true,
  figures: [{ key: 'board', name: 'a board with two people at it', unit: 'kB', better: 'lower' }],
  contenders: both({ boards: 500, editors: 2, accounts: 100 }, async (scene) => {
    const inspector = await scene.inspect()
    try {
      const few = scene.boards.slice(0, 100)
      await scene.clients.join(few)
      await scene.clients.saturate({ edits: 100, inFlight: 8 })
      await scene.clients.join([])
      const before = await settledMemory(scene, inspector)
      const rest = scene.boards.slice(100)
      await scene.clients.join(rest)
      const after = await settledMemory(scene, inspector)
      return { board: (after - before) / rest.length }
    } finally {
      inspector.close()
    }
  }),
  note: 'Resident memory of the server after its garbage was collected; boards with their columns, and nothing in them.',
}

async function settledMemory({ pid }: Scene, inspector: Inspector): Promise<number> {
  for (let count = 0; count < 3; count += 1) {
    await inspector.call('HeapProfiler.collectGarbage')
    await wait(300)
  }
  return residentMemory(pid)
}

export const boardMeasures: readonly Measure[] = [latency, typing, manyBoards, opening, memory]
