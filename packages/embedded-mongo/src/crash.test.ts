import type { Collection } from 'mongodb'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { connect, newFolder, startEngine, startServerProcess, untilGone } from './testing/engines.ts'

/** Writes one document after another from several writers; failed ones are tried again under a new number. */
function writeUntilStopped(numbers: Collection<{ _id: string }>, writers: number) {
  const acknowledged: string[] = []
  let failures = 0
  let stopped = false
  const running = Array.from({ length: writers }, async (_, writer) => {
    for (let n = 0; !stopped; n++) {
      const _id = `${writer}-${n}`
      await numbers.insertOne({ _id }).then(
        () => acknowledged.push(_id),
        () => (failures += 1),
      )
    }
  })
  return {
    acknowledged,
    failures: () => failures,
    stop: async () => {
      stopped = true
      await Promise.all(running)
    },
  }
}

async function lost(numbers: Collection<{ _id: string }>, acknowledged: string[]): Promise<string[]> {
  const stored = new Set((await numbers.find({}, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id))
  return acknowledged.filter((id) => !stored.has(id))
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('an engine killed three times under writes comes back by itself and has lost nothing it acknowledged', async ({
  annotate,
}) => {
  const folder = await newFolder()
  const mongo = await startEngine(folder)
  const numbers = connect(mongo.uri).db().collection<{ _id: string }>('numbers')
  await numbers.createIndex({ at: 1 })
  const states: string[] = []
  mongo.onStateChange((state) => states.push(state))
  const writing = writeUntilStopped(numbers, 8)

  for (let round = 1; round <= 3; round++) {
    await sleep(400)
    const before = writing.acknowledged.length
    expect(before).toBeGreaterThan(0)
    const killed = mongo.pid() as number
    const began = performance.now()
    process.kill(killed, 'SIGKILL')
    // What is acknowledged from the dead engine's last moments must not count as the new one's.
    await untilGone(killed, 5_000)
    await sleep(20)
    const last = writing.acknowledged.length
    while (writing.acknowledged.length === last) await sleep(5)
    await annotate(`kill ${round}: writing again after ${Math.round(performance.now() - began)} ms`)
    expect(mongo.pid()).not.toBe(killed)
  }
  await writing.stop()

  await annotate(`${writing.acknowledged.length} acknowledged, ${writing.failures()} failed`)
  expect(await lost(numbers, writing.acknowledged)).toEqual([])
  expect(states).toEqual(Array.from({ length: 3 }, () => ['down', 'starting', 'up']).flat())
  expect(await readFile(join(folder, 'engine.log'), 'utf8')).toMatch(/validated 1 collections after a crash/)
})

test('the engine of a server that was killed ends after its linger, and the next start reads what it wrote', async () => {
  const folder = await newFolder()
  const server = await startServerProcess(folder, 800)
  await connect(server.uri).db().collection('notes').insertOne({ words: 'kept' })
  await server.kill()
  const took = await untilGone(server.enginePid, 8_000)
  expect(took).toBeGreaterThan(500)

  const mongo = await startEngine(folder)
  expect(await connect(mongo.uri).db().collection('notes').countDocuments({ words: 'kept' })).toBe(1)
  expect(await readFile(join(folder, 'engine.log'), 'utf8')).not.toContain('after a crash')
})

test('a server started again within the linger finds the engine still running', async () => {
  const folder = await newFolder()
  const server = await startServerProcess(folder, 10_000)
  await server.kill()
  const mongo = await startEngine(folder)
  expect(mongo.pid()).toBe(server.enginePid)
  expect(mongo.uri).toBe(server.uri)
})

test('server and engine killed at once: the next start recovers what was acknowledged, and validates it', async () => {
  const folder = await newFolder()
  const server = await startServerProcess(folder, 10_000)
  const client = connect(server.uri)
  const writing = writeUntilStopped(client.db().collection<{ _id: string }>('numbers'), 4)
  await sleep(500)
  process.kill(server.enginePid, 'SIGKILL')
  await server.kill()
  await client.close()
  await writing.stop()

  const mongo = await startEngine(folder)
  const numbers = connect(mongo.uri).db().collection<{ _id: string }>('numbers')
  expect(writing.acknowledged.length).toBeGreaterThan(0)
  expect(await lost(numbers, writing.acknowledged)).toEqual([])
  expect(await readFile(join(folder, 'engine.log'), 'utf8')).toMatch(/validated 1 collections after a crash/)
})
