/**
 * Durable posts per second through the change log alone, on the embedded engine, projections on:
 * `node server/src/platform/change-log/testing/measure.ts [streams] [seconds] [waiting per stream]`
 */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedMongo } from '@colloque/embedded-mongo'
import mongoose from 'mongoose'
import { createChangeLog, type Decide } from '../index.ts'
import { CACHE } from './cache-folder.ts'
import { buildCommand, newStream, silent } from './change-log-on-memory.ts'

const [streams = 1, seconds = 5, waiting = 128] = process.argv.slice(2).map(Number)

const folder = await mkdtemp(join(tmpdir(), 'colloque-measure-'))
const engine = await startEmbeddedMongo({ folder, cacheFolder: CACHE })
const connection = await mongoose.createConnection(engine.uri).asPromise()
if (!connection.db) throw new Error('not connected')
const projections = [
  {
    name: 'messages',
    types: ['message'],
    toDocument: ({ after }: { after: unknown }) => ({ ...(after as object) }),
    indexes: [{ key: { terms: 1 as const, stream: 1 as const } }],
  },
]
const settings = { node: 'measure', clock: () => new Date(), projections, reactors: [], logger: silent }
const log = createChangeLog({ db: connection.db, ...settings })
await log.start()

const text = 'Le pansement a été refait ce matin, la plaie est propre, revoir jeudi avec le médecin.'
const terms = text.toLowerCase().split(' ')
const decide: Decide = (_, { newId }) => ({
  kind: 'message.posted',
  entities: [{ type: 'message', id: newId(0), after: { text, terms, threadId: null, urgency: 'routine' } }],
})
const names = Array.from({ length: streams }, newStream)
for (const stream of names) await log.fold(stream)
const latencies: number[] = []
const end = performance.now() + seconds * 1000
const author = randomUUID()

async function post(stream: (typeof names)[number]): Promise<void> {
  while (performance.now() < end) {
    const sent = performance.now()
    await log.execute(buildCommand({ stream, by: author, input: { text }, decide }))
    latencies.push(performance.now() - sent)
  }
}
const cpu = process.cpuUsage()
await Promise.all(names.flatMap((stream) => Array.from({ length: waiting }, () => post(stream))))
const used = process.cpuUsage(cpu)
latencies.sort((a, b) => a - b)
const at = (share: number): string => (latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(1)
const projecting = performance.now()
for (const stream of names) await log.catchUp(stream)
const behind = performance.now() - projecting
process.stdout.write(
  `${streams} streams, ${waiting} waiting in each: ${Math.round(latencies.length / seconds)} posts/s, ` +
    `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ${((used.user + used.system) / latencies.length).toFixed(0)} µs of this process a post, ` +
    `projections ${behind.toFixed(0)} ms behind at the end\n`,
)
await log.stop()
await connection.close()
await engine.stop()
await rm(folder, { recursive: true })
