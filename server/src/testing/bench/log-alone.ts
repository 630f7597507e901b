/**
 * `node server/src/testing/bench/log-alone.ts <streams> <seconds> <waiting in each>`: durable posts through the change log
 * alone, on the embedded engine, projections on. Prints LogFigures as JSON.
 */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newMessage } from '@colloque/domain'
import { startEmbeddedMongo } from '@colloque/embedded-mongo'
import mongoose from 'mongoose'
import { createChangeLog, type Decide } from '../../platform/change-log/index.ts'
import { CACHE } from '../../platform/change-log/testing/cache-folder.ts'
import { buildCommand, newStream, silent } from '../../platform/change-log/testing/change-log-on-memory.ts'
import { projections } from '../../platform/entity-projections.ts'

export interface LogFigures {
  /** A second. */
  readonly posts: number
  /** Processor time of the log's process for a post, in µs. */
  readonly processor: number
  /** How long the projections took to catch up when it was over, in ms. */
  readonly behind: number
}

const [streams = 1, seconds = 5, waiting = 128] = process.argv.slice(2).map(Number)
const WARMING_MS = 1_000

const folder = await mkdtemp(join(tmpdir(), 'colloque-bench-'))
const engine = await startEmbeddedMongo({ folder, cacheFolder: CACHE })
const connection = await mongoose.createConnection(engine.uri).asPromise()
if (!connection.db) throw new Error('not connected')
const log = createChangeLog({
  db: connection.db,
  node: 'bench',
  clock: () => new Date(),
  projections: [projections.messages],
  reactors: [],
  logger: silent,
})
await log.start()

const text = 'Le pansement a été refait ce matin, la plaie est propre, revoir jeudi avec le médecin.'
const author = randomUUID()
const decide: Decide = (_, { newId, now }) => ({
  kind: 'message.posted',
  entities: [{ type: 'message', id: newId(0), after: newMessage({ authorId: author, text, postedAt: now }) }],
})
const names = Array.from({ length: streams }, newStream)
for (const stream of names) await log.fold(stream)

async function postUntil(end: number): Promise<number> {
  let posts = 0
  const keepPosting = async (stream: (typeof names)[number]) => {
    for (; performance.now() < end; posts += 1)
      await log.execute(buildCommand({ stream, by: author, input: { text }, decide }))
  }
  await Promise.all(names.flatMap((stream) => Array.from({ length: waiting }, () => keepPosting(stream))))
  return posts
}

await postUntil(performance.now() + WARMING_MS)
const began = performance.now()
const cpu = process.cpuUsage()
const posts = await postUntil(began + seconds * 1000)
const ms = performance.now() - began
const { user, system } = process.cpuUsage(cpu)
const over = performance.now()
for (const stream of names) await log.catchUp(stream)
const figures: LogFigures = {
  posts: (posts * 1000) / ms,
  processor: (user + system) / posts,
  behind: performance.now() - over,
}
process.stdout.write(JSON.stringify(figures))
await log.stop()
await connection.close()
await engine.stop()
await rm(folder, { recursive: true })
