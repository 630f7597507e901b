import type { BenchContext, Measure, RoundFigures } from '../lib/measure.ts'
import { processorTime, residentMemory } from '../lib/processor.ts'
import { bareSocketIo, ours, watched, type Scene, type Stage } from './contenders.ts'

const stage: Stage = { rooms: 1, clients: 1_000, connected: false }

const connectAll = async (scene: Scene, context: BenchContext): Promise<RoundFigures> => {
  const { clients, dialect, rooms, serverPids } = scene
  const before = await processorTime(serverPids())
  const ms = await watched(scene, context, 'connecting', () =>
    clients.connect({ dialect, rooms, atOnce: 32 }),
  )
  const used = (await processorTime(serverPids())) - before
  await (clients.disconnect as () => Promise<void>)()
  const count = rooms.reduce((sum, room) => sum + room.clients.length, 0)
  return { connects: (count * 1000) / ms, server: (used * 1000) / count }
}

export const connecting: Measure = {
  name: 'connecting',
  title: 'Connecting, authenticating, subscribing',
  figures: [
    { key: 'connects', name: 'connections let in', unit: '/s', better: 'higher', target: { ratio: 0.5 } },
    { key: 'server', name: 'processor time of the server', unit: 'µs', better: 'lower' },
  ],
  contenders: [bareSocketIo(stage, connectAll), ours(stage, connectAll)],
  rounds: 5,
  note: 'A thousand connections, 32 at a time; the first round of ours also puts each reading of the case on record.',
}

/** Memory of the server after its garbage was collected, in kB. */
async function settledMemory({ inspect, serverPids }: Scene): Promise<{ resident: number; used: number }> {
  const inspector = await inspect()
  try {
    for (let time = 0; time < 3; time += 1) await inspector.call('HeapProfiler.collectGarbage')
    const { result } = await inspector.call<{ result: { value: number } }>('Runtime.evaluate', {
      expression: '(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())',
    })
    return { resident: await residentMemory(serverPids()[0] ?? NaN), used: result.value / 1000 }
  } finally {
    inspector.close()
  }
}

async function weighConnections(scene: Scene, { quick }: BenchContext): Promise<RoundFigures> {
  const { clients, dialect } = scene
  const connect = () => clients.connect({ dialect, rooms: scene.rooms, atOnce: 32 })
  // Once for nothing: what a first crowd leaves behind is not the second one's.
  if (!quick) {
    await connect()
    await (clients.disconnect as () => Promise<void>)()
  }
  const before = await settledMemory(scene)
  await connect()
  const after = await settledMemory(scene)
  const count = scene.rooms.reduce((sum, room) => sum + room.clients.length, 0)
  return {
    used: (after.used - before.used) / count,
    resident: (after.resident - before.resident) / count,
  }
}

export const memory: Measure = {
  name: 'memory',
  title: 'Memory of a connection',
  figures: [
    {
      key: 'used',
      name: 'in use on the heap and outside, after collecting',
      unit: 'kB',
      better: 'lower',
      target: { ratio: 1.3 },
    },
    { key: 'resident', name: 'resident', unit: 'kB', better: 'lower' },
  ],
  contenders: [
    bareSocketIo({ ...stage, clients: 2_000 }, weighConnections),
    ours({ ...stage, clients: 2_000 }, weighConnections),
  ],
  oneAtATime: true,
}
