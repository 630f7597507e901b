/**
 * What a long conversation costs, on the embedded engine: loading its stream into a fresh node, the snapshot where a
 * client begins, a page of history at its start, middle and end, and the changes after a place:
 * `npm run bench:history -- [messages]`
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { newMessage, type Message, type StreamName } from '@colloque/domain'
import { startEmbeddedMongo } from '@colloque/embedded-mongo'
import mongoose from 'mongoose'
import { createChangeLog, type ChangeLog, type Decide } from '../index.ts'
import { CACHE } from './cache-folder.ts'
import { buildCommand, newStream, silent } from './change-log-on-memory.ts'

const [messages = 50_000] = process.argv.slice(2).map(Number)
const AT_ONCE = 256

const folder = await mkdtemp(join(tmpdir(), 'colloque-history-'))
const engine = await startEmbeddedMongo({ folder, cacheFolder: CACHE })
const stops: (() => Promise<void>)[] = []

async function startNode(): Promise<ChangeLog> {
  const connection = await mongoose.createConnection(engine.uri).asPromise()
  if (!connection.db) throw new Error('not connected')
  const settings = { clock: () => new Date(), projections: [], reactors: [], logger: silent }
  const log = createChangeLog({ db: connection.db, node: randomUUID(), ...settings })
  await log.start()
  stops.push(async () => {
    await log.stop()
    await connection.close()
  })
  return log
}

const TEXT = 'Le pansement a été refait ce matin, la plaie est propre, revoir jeudi avec le médecin.'
const people = Array.from({ length: 8 }, () => randomUUID())

/** One in ten answers another, one in fifty is important and acknowledged by whoever it asked. */
function post(n: number, threads: string[]): Decide {
  return (_, { newId, now }) => {
    const authorId = people[n % people.length] as string
    const asked = people[(n + 1) % people.length] as string
    const id = newId(0)
    const threadId = n % 10 === 9 ? (threads.at(-1) ?? null) : null
    if (threadId === null) threads.push(id)
    const important = n % 50 === 0
    const after: Message = newMessage({
      authorId,
      text: `${TEXT} ${n}`,
      postedAt: now,
      threadId,
      ...(important && {
        urgency: 'important' as const,
        asked: [{ accountId: asked, via: 'name' as const, insteadOf: null }],
        acknowledgements: [{ by: asked, at: now }],
      }),
    })
    return { kind: 'message.posted', entities: [{ type: 'message', id, after }] }
  }
}

async function fill(log: ChangeLog, stream: StreamName): Promise<void> {
  const threads: string[] = []
  for (let n = 0; n < messages; n += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, messages - n) }, (_, i) => n + i)
    await Promise.all(
      batch.map((at) =>
        log.execute(
          buildCommand({ stream, by: people[at % people.length] as string, decide: post(at, threads) }),
        ),
      ),
    )
  }
}

async function timed(what: string, times: number, act: () => unknown): Promise<void> {
  const taken: number[] = []
  let size = 0
  for (let n = 0; n < times; n++) {
    const start = performance.now()
    const answer = await act()
    taken.push(performance.now() - start)
    size = JSON.stringify(answer)?.length ?? 0
  }
  taken.sort((a, b) => a - b)
  const median = taken[Math.floor(times / 2)] as number
  const most = taken.at(-1) as number
  process.stdout.write(
    `${what.padEnd(34)} p50 ${median.toFixed(2).padStart(8)} ms, most ${most.toFixed(2).padStart(8)} ms, ${Math.round(size / 1000)} kB\n`,
  )
}

const stream = newStream()
const writer = await startNode()
const filling = performance.now()
await fill(writer, stream)
await writer.catchUp(stream)
process.stdout.write(`${messages} messages written in ${Math.round(performance.now() - filling)} ms\n`)

await timed('cold load into a fresh node', 3, async () => {
  await (await startNode()).fold(stream)
})
for (const stop of stops.reverse()) await stop()
await engine.stop()
await rm(folder, { recursive: true })
